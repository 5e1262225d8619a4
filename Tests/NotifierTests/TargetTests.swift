import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// What every target that shows cards promises.
@Suite struct TargetTests {
  enum Outcome: Equatable {
    case fine, refused
    case retry(Duration?)

    init(_ error: NotifyFailure?) {
      switch error {
      case nil: self = .fine
      case .refused: self = .refused
      case .retry(let after, _): self = .retry(after)
      }
    }
  }

  func failure(_ body: () async throws -> Void) async -> NotifyFailure? {
    do {
      try await body()
      return nil
    } catch let error as NotifyFailure {
      return error
    } catch {
      Issue.record("\(error)")
      return nil
    }
  }

  @Test(arguments: CardPlugin.allCases)
  func handoffsDigestsAndAlarmsAreTaken(plugin: CardPlugin) async throws {
    let success = plugin.success
    let receiver = try LoopbackReceiver { _ in success }
    let notifier = try plugin.notifier(receiver.url)
    for occasion in HandoffNotification.Occasion.allCases {
      try await notifier.notify(.full(occasion: occasion))
    }
    try await notifier.digest(.waiting(12))
    try await notifier.digest(.incident())
    for phase in AlarmNotification.Phase.allCases { try await notifier.alarm(.make(phase)) }
    let count = HandoffNotification.Occasion.allCases.count + 2 + 3
    #expect(receiver.requests.count == count)
    let report = await failure { try await notifier.digest(.daily()) }
    #expect(Outcome(report) == (plugin == .pagerDuty ? .refused : .fine))
  }

  @Test(
    arguments: CardPlugin.allCases,
    [
      (301, Outcome.refused), (307, .refused), (400, .refused), (401, .refused), (403, .refused),
      (404, .refused), (408, .retry(.milliseconds(9500))), (410, .refused),
      (429, .retry(.milliseconds(9500))), (500, .retry(.milliseconds(9500))),
      (503, .retry(.milliseconds(9500))),
    ])
  func theStatusDecides(plugin: CardPlugin, answer: (Int, Outcome)) async throws {
    let elsewhere = try LoopbackReceiver { _ in .init(200) }
    let said =
      #"{"ok":false,"retry_after":9.4991,"error":"SECRET","message":"SECRET","#
      + #""description":"SECRET"}"#
    let body = said.replacing("SECRET", with: CardPlugin.secret)
    let receiver = try LoopbackReceiver { _ in
      .init(answer.0, body, headers: ["Retry-After": "9", "Location": elsewhere.url])
    }
    let notifier = try plugin.notifier(receiver.url)
    let error = await failure { try await notifier.notify(.full(post: nil, linked: false)) }
    #expect(Outcome(error) == answer.1)
    #expect(error?.description.contains(CardPlugin.secret) == false)
    #expect(receiver.requests.count == 1 && elsewhere.requests.isEmpty)
    // A revoked address is not called again.
    let again = await failure { try await notifier.alarm(.make()) }
    #expect(Outcome(again) == answer.1)
    let isOver = plugin.ends && [404, 410].contains(answer.0)
    #expect(receiver.requests.count == (isOver ? 1 : 2))
  }

  @Test(arguments: CardPlugin.allCases)
  func aPageOfAnotherServerIsNoSuccess(plugin: CardPlugin) async throws {
    guard plugin != .teams else { return }
    let receiver = try LoopbackReceiver { _ in .init(200, "<html>Please log in</html>") }
    let error = await failure { try await plugin.notifier(receiver.url).notify(.full()) }
    #expect(Outcome(error) == .retry(nil))
  }

  @Test(arguments: CardPlugin.allCases)
  func aPrivateTargetIsRefusedUnlessAllowed(plugin: CardPlugin) async throws {
    let receiver = try LoopbackReceiver { _ in .init(200) }
    // http is not taken at all, and https ends before a byte is sent.
    let error = #expect(throws: SettingsIssues.self) {
      try plugin.notifier(receiver.url, isPrivate: false)
    }
    #expect(error?.description.contains(CardPlugin.secret) == false)
    let address = "https://127.0.0.1:\(receiver.port)"
    let notifier = try plugin.notifier(address, isPrivate: false)
    let refusal = await failure { try await notifier.notify(.full()) }
    #expect(Outcome(refusal) == .refused)
    #expect(refusal?.description.contains("allowPrivateTargets") == true)
    #expect(refusal?.description.contains(CardPlugin.secret) == false)
    #expect(receiver.requests.isEmpty)
  }

  @Test(arguments: CardPlugin.allCases)
  func aTargetThatIsDownIsTriedAgain(plugin: CardPlugin) async throws {
    let url = try LoopbackReceiver { _ in .init(200) }.url
    let error = await failure { try await plugin.notifier(url).notify(.full()) }
    #expect(Outcome(error) == .retry(nil))
    #expect(error?.description.contains(CardPlugin.secret) == false)
  }

  /// The customer's text is only ever in the body.
  @Test(arguments: CardPlugin.allCases)
  func noHeaderIsTheCustomers(plugin: CardPlugin) async throws {
    let success = plugin.success
    let receiver = try LoopbackReceiver { _ in success }
    let injected = "x\r\nX-Evil: 1\r\n\r\nGET /evil HTTP/1.1"
    try await plugin.notifier(receiver.url).notify(
      .full(injected, name: injected, key: injected, thread: injected, post: injected))
    let request = try #require(receiver.requests.first)
    #expect(receiver.requests.count == 1)
    #expect(!request.path.contains("evil"))
    #expect(!request.headers.contains { $0.key == "x-evil" || $0.value.contains("vil") })
    _ = try JSONReader.read(request.body)
  }

  @Test(arguments: ["", "hook", "ftp://x.example", "https://user:pw@x.example", "https://x.ex/ä"])
  func aWrongAddressIsNotedAtStartAndNotShown(url: String) throws {
    for plugin in CardPlugin.allCases {
      #expect(throws: SettingsIssues.self) { try plugin.notifier(url, isPrivate: true) }
    }
  }
}

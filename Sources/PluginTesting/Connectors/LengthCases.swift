import PluginKit

/// What `traits.length` counts and `traits.maxLength` allows, the platform has to take.
extension ConnectorCase {
  static let lengths =
    scripts.map { script in
      ConnectorCase("a reply of \(script.name) fits up to the limit, and is never cut") { run in
        let parent = try await run.receive(["How much can you say in \(script.name)?"])[0]
        let connector = try await run.connect()
        _ = try await connector.poll(after: nil)
        let full = script.text(of: connector.traits.maxLength, connector.traits.length)
        let length = connector.traits.length(full)
        run.check(length == connector.traits.maxLength, "the count leaps to \(length)")
        if let failure = await run.post(CaseRun.reply(full, to: parent), by: connector).failure {
          run.note("a reply of maxLength is not posted: \(failure)")
        } else {
          let count = try await run.count(of: full)
          run.check(count == 1, "a reply of maxLength is out \(count) times as a whole")
        }
        try await run.expectWholeOrRejected(full + "x", to: parent, by: connector)
      }
    } + [tooLong]

  private static let tooLong = ConnectorCase("a reply far beyond the limit is rejected") { run in
    let parent = try await run.receive(["How much can you say?"])[0]
    let connector = try await run.connect()
    let text = String(repeating: "x", count: 2 * connector.traits.maxLength + 1000)
    let outcome = await run.post(CaseRun.reply(text, to: parent), by: connector)
    if case .failed(.rejected) = outcome {
    } else {
      run.note("a reply of \(text.count) characters is not rejected")
    }
    let count = try await run.count(of: "xxxxxxxxxxxxxxxx")
    run.check(count == 0, "a part of a reply that is too long is out")
  }

  private static let scripts = [
    Script(name: "letters", unit: "a"), Script(name: "emoji of several", unit: "👩‍👩‍👧‍👦"),
    Script(name: "flags", unit: "🇩🇪"), Script(name: "Chinese", unit: "漢字"),
    Script(name: "combining marks", unit: "e\u{301}"), Script(name: "Arabic", unit: "مرحبا "),
    Script(name: "links", unit: "https://example.com/path?a=b&c=d "),
    Script(name: "mentions", unit: "and @somebody@example.org "),
  ]
}

private struct Script: Sendable {
  let name: String
  let unit: String

  /// As many units as fit, filled up with letters, so that no space is last.
  func text(of length: Int, _ count: (String) -> Int) -> String {
    let one = max(1, count(unit + unit) - count(unit))
    var units = (length - 1) / one
    while units > 0, count(String(repeating: unit, count: units)) > length { units -= 1 }
    let text = String(repeating: unit, count: units)
    return text + String(repeating: "y", count: max(0, length - count(text)))
  }
}

extension CaseRun {
  fileprivate mutating func expectWholeOrRejected(
    _ text: String, to parent: Message, by connector: any Connector
  ) async throws {
    switch await post(Self.reply(text, to: parent), by: connector) {
    case .receipt:
      let count = try await count(of: text)
      check(count == 1, "a reply of one more is out \(count) times as a whole")
    case .failed(.rejected): break
    case .failed(let failure): note("a reply of one more is neither out nor rejected: \(failure)")
    }
  }
}

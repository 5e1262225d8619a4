import Engine
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import PluginKit

/// Answers what comes to the address of the links. GET and HEAD read only: previews and scanners
/// fetch every link they see. Only the form of a page, with its POST, acts.
struct LinkCounter: Sendable {
  let signer: LinkSigner
  let origin: String
  let desk: any HandoffDesk
  let store: any LinkStore
  let people: LinkPeople
  let zone: @Sendable () -> TimeZone
  let mask: @Sendable (String) -> String
  let time: any Time
  let logger: Logger
  let forged: ForgedLinks
  let turns = LinkTurns()

  private func page() -> LinkPage {
    LinkPage(clock: ClockText(zone: zone(), now: time.now), mask: mask)
  }

  func answer(_ request: Request) async -> LinkAnswer {
    do {
      switch request.method {
      case .get, .head: return try await ask(request)
      case .post: return try await act(request)
      default:
        return LinkAnswer(
          .methodNotAllowed, LinkPage.notice("Not possible", "This address is for a browser."),
          allow: "GET, HEAD, POST")
      }
    } catch let refusal as Refused {
      return refusal.answer
    } catch {
      logger.error("a link's page failed: \(error)")
      return LinkAnswer(
        .serviceUnavailable,
        LinkPage.notice(
          "replyd cannot do this now", "Nothing was changed. Please try again in a minute."),
        retryAfter: 60)
    }
  }

  /// A page to answer with instead.
  private struct Refused: Error {
    var answer: LinkAnswer

    init(_ status: HTTPResponse.Status, _ title: String, _ text: String) {
      answer = LinkAnswer(status, title, text)
    }
  }
}

/// Asking.
extension LinkCounter {
  private func ask(_ request: Request) async throws -> LinkAnswer {
    let token = try token(in: request)
    try await refuseUsed(token)
    let handoffs = try await handoffs(of: token)
    return LinkAnswer(.ok, page().confirm(question(token, handoffs)))
  }

  /// The last step of the path: a proxy may take steps before it away or leave them.
  private func token(in request: Request) throws -> LinkToken {
    let text = request.uri.path.split(separator: "/").last.map(String.init) ?? ""
    do {
      return try signer.token(text, now: time.now)
    } catch .malformed {
      throw Refused(.notFound, "There is no such page", "The link may have been cut off.")
    } catch .expired(let expiry) {
      let when = page().clock.moment(expiry)
      throw Refused(.gone, "This link has expired", "It worked until \(when).")
    } catch .forged {
      guard forged.note() else {
        var refused = Refused(.tooManyRequests, "Too many wrong links", "Try again in a minute.")
        refused.answer.retryAfter = 60
        throw refused
      }
      throw Refused(.forbidden, "This link is not valid", "It was not made by this replyd.")
    }
  }

  private func refuseUsed(_ token: LinkToken) async throws {
    guard let use = try await store.linkUse(token.id) else { return }
    let now = try await desk.handoff(token.handoffs[0])
    let clock = page().clock
    let state = now.map { " Now: \($0.sentence(clock))" } ?? ""
    throw Refused(
      .gone, "This link was used", "By \(use.by) at \(clock.moment(use.at)).\(state)")
  }

  private func handoffs(of token: LinkToken) async throws -> [LinkedHandoff] {
    var found: [LinkedHandoff] = []
    for id in token.handoffs {
      if let handoff = try await desk.handoff(id) { found.append(handoff) }
    }
    if found.isEmpty {
      throw Refused(.notFound, "This handoff is gone", "replyd does not keep it any more.")
    }
    return found
  }

  private func question(
    _ token: LinkToken, _ handoffs: [LinkedHandoff], mistake: String? = nil
  ) -> LinkPage.Question {
    LinkPage.Question(
      action: token.action, handoffs: handoffs,
      person: token.person.map { people.name($0) ?? $0 },
      people: people.members(of: handoffs.map(\.row.team)), mistake: mistake)
  }
}

/// Acting.
extension LinkCounter {
  private func act(_ request: Request) async throws -> LinkAnswer {
    guard isFromOurPage(request.headers) else {
      throw Refused(.forbidden, "Not from here", "Open the link itself, and press its button.")
    }
    let token = try token(in: request)
    let form = try await form(in: request)
    return try await turns.withTurn(token.id) {
      try await refuseUsed(token)
      let handoffs = try await handoffs(of: token)
      let question = question(token, handoffs)
      let name = question.person ?? actor(form, question.people)
      var mistake: String?
      if name == nil {
        mistake =
          question.people.isEmpty
          ? "Write your name: letters are needed." : "Choose who you are, or write a name."
      } else if token.action == .snooze, form.snooze == nil {
        mistake = "Choose for how long."
      }
      guard let name, mistake == nil else {
        return LinkAnswer(
          .badRequest, page().confirm(self.question(token, handoffs, mistake: mistake)))
      }
      return try await act(token, on: handoffs, by: name, form.snooze)
    }
  }

  /// Browsers say which page a form came from. Since our pages send no referrer, `Origin` is
  /// "null" from them; then `Sec-Fetch-Site` tells. The signed text itself is what no other page
  /// can know.
  private func isFromOurPage(_ headers: HTTPFields) -> Bool {
    if let site = HTTPField.Name("Sec-Fetch-Site").flatMap({ headers[$0] }),
      site != "same-origin", site != "none"
    {
      return false
    }
    guard let given = headers[.origin] else { return true }
    return given == "null" || given.lowercased() == origin
  }

  private func form(in request: Request) async throws -> LinkForm {
    let isTooLarge = (request.headers[.contentLength].flatMap(Int.init) ?? 0) > LinkForm.limit
    let tooLarge = Refused(.contentTooLarge, "Too much", "This form is a short one.")
    if isTooLarge { throw tooLarge }
    var bytes: [UInt8] = []
    for try await part in request.body {
      bytes += part.readableBytesView
      if bytes.count > LinkForm.limit { throw tooLarge }
    }
    guard let form = LinkForm(bytes) else {
      throw Refused(.badRequest, "Not understood", "Open the link itself, and press its button.")
    }
    return form
  }

  private func actor(_ form: LinkForm, _ people: [LinkPeople.Person]) -> String? {
    if let id = form.person { return people.first { $0.id == id }?.name }
    return form.name.flatMap(TypedName.cleaned)
  }

  /// The link is used up once it changed anything: until then, it can be tried again.
  private func act(
    _ token: LinkToken, on handoffs: [LinkedHandoff], by name: String, _ snooze: SnoozeChoice?
  ) async throws -> LinkAnswer {
    let now = time.now
    let until = token.action == .snooze ? snooze?.until(now, zone: zone()) : nil
    var outcomes: [LinkPage.Outcome] = []
    for handoff in handoffs {
      var refusal: OperatorDesk.Refusal?
      do {
        try await perform(token.action, handoff.row.id, by: name, until: until)
      } catch let why as OperatorDesk.Refusal {
        refusal = why
      } catch  where outcomes.contains(where: { $0.refusal == nil }) {
        logger.error("a link acted on some of its handoffs only: \(error)")
        refusal = OperatorDesk.Refusal("replyd could not write this one")
      }
      let after = try await desk.handoff(handoff.row.id) ?? handoff
      outcomes.append(outcome(token.action, after, refusal))
    }
    let isDone = outcomes.contains { $0.refusal == nil }
    if isDone { await note(token, by: name, at: now) }
    return LinkAnswer(
      isDone ? .ok : .conflict, page().result(token.action, by: name, until: until, outcomes))
  }

  private func perform(
    _ action: LinkAction, _ id: Int64, by name: String, until: Date?
  ) async throws {
    switch action {
    case .take: try await desk.take(id, by: name)
    case .snooze: try await desk.snooze(id, until: until ?? time.now, by: name)
    case .close: try await desk.close(id, by: name)
    }
  }

  /// Who came too late is told who was faster; else the reason itself.
  private func outcome(
    _ action: LinkAction, _ handoff: LinkedHandoff, _ refusal: OperatorDesk.Refusal?
  ) -> LinkPage.Outcome {
    guard let refusal else { return LinkPage.Outcome(handoff: handoff, refusal: nil) }
    return LinkPage.Outcome(
      handoff: handoff,
      refusal: action.isOpen(in: handoff.row.state)
        ? "\(refusal.description)." : handoff.sentence(page().clock))
  }

  /// What was done stays done if this fails: the handoff's own state keeps it from happening twice.
  private func note(_ token: LinkToken, by name: String, at now: Date) async {
    do {
      let until = token.expiry + signer.copiesLast
      _ = try await store.useLink(token.id, by: name, at: now, until: until)
    } catch {
      logger.error("a used link could not be recorded: \(error)")
    }
  }
}

import Engine
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import PluginKit

/// The pages: who is signed in, then what they look at or change.
struct PageResponder: Sendable {
  let door: Door
  let console: ConsoleApp
  let logger: Logger

  /// Somebody who is signed in, with their request.
  struct Seen: Sendable {
    var asked: ConsoleResponder.Asked
    var visit: Visit
    var principal: Principal
    /// The session's row, and what its forms bring along.
    var session: Int64
    var csrf: String
    /// As handoffs know whoever it is, and as the config does.
    var name: String
    var person: String?

    var asksForFragment: Bool {
      HTTPField.Name("X-Fragment").map { asked.request.headers.contains($0) } ?? false
    }
  }

  func answer(_ asked: ConsoleResponder.Asked) async throws -> Answer {
    let visit = Visit(door: door, asked: asked)
    if asked.path == ["sign-in"] { return try await signIn(visit) }
    guard let seen = try await seen(visit) else { return goSignIn(asked) }
    do {
      if let answer = try await answer(seen) { return answer }
      return try await trouble(.notFound, .notFound, seen)
    } catch let refusal as APIRefusal where !asked.wantsJSON {
      return try await trouble(view(of: refusal, seen), refusal.status, seen)
    }
  }

  private func answer(_ seen: Seen) async throws -> Answer? {
    switch seen.asked.method {
    case .get: return try await page(seen)
    case .post:
      let form = try await Self.form(seen.asked.request)
      try seen.visit.requireOwnForm(form["csrf"], seen.principal)
      if let answer = try await changeAccess(seen, form) { return answer }
      return try await change(seen, form)
    default:
      throw APIRefusal(.methodNotAllowed, "pages know GET and POST", allow: ["GET", "POST"])
    }
  }

  /// nil for somebody who is not signed in.
  private func seen(_ visit: Visit) async throws -> Seen? {
    guard let token = visit.session,
      let principal = try await console.access.principal(
        session: token, address: visit.asked.client),
      case .session(let row, let csrf) = principal.proof
    else { return nil }
    let (name, person) = console.desk.identity(principal.name)
    return Seen(
      asked: visit.asked, visit: visit, principal: principal, session: row, csrf: csrf,
      name: name, person: person)
  }

  /// There and back: only to pages, never to another host.
  private func goSignIn(_ asked: ConsoleResponder.Asked) -> Answer {
    if asked.path == ["events"] || asked.wantsJSON {
      return .refusal(APIRefusal(.unauthorized, "nobody is signed in"))
    }
    guard asked.method == .get, !asked.path.isEmpty else { return .seeOther("/sign-in") }
    return .seeOther(QueryText.path("/sign-in", [("next", asked.request.uri.string)]))
  }

  static func form(_ request: Request) async throws -> Form {
    let type = request.headers[.contentType]?.split(separator: ";").first ?? ""
    guard type.lowercased() == "application/x-www-form-urlencoded" else {
      throw APIRefusal(.unsupportedMediaType, "pages send application/x-www-form-urlencoded")
    }
    let body: [UInt8]
    do { body = Array(try await request.body.collect(upTo: Form.limit).readableBytesView) } catch {
      throw APIRefusal(.contentTooLarge, "the form is longer than \(Form.limit) bytes")
    }
    guard let form = Form(body) else { throw APIRefusal(.badRequest, "this is no form of ours") }
    return form
  }

  /// A path on this console; anything else leads nowhere.
  static func own(_ path: String?) -> String? {
    guard let path, path.utf8.count <= 2000, path.hasPrefix("/"), !path.hasPrefix("//"),
      path.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
    else { return nil }
    return path
  }
}

extension ConsoleResponder.Asked {
  /// A script asks: it shows sentences itself.
  var wantsJSON: Bool {
    request.headers[.accept]?.hasPrefix("application/json") == true
  }
}

/// What surrounds every page.
extension PageResponder {
  func frame(_ seen: Seen) async throws -> PageFrame {
    let facts = console.facts()
    let counts = try await console.store.counts(
      teams: seen.principal.teams, now: console.time.now)
    // A list that is fetched anew shows no sentence: it waits for the next page.
    let waiting = seen.asksForFragment ? nil : console.flashes.take(for: seen.session)
    return PageFrame(
      brand: facts.brand,
      viewer: Viewer(
        name: seen.name, role: seen.principal.role, teams: seen.principal.teams, csrf: seen.csrf),
      counts: PageFrame.Counts(
        inbox: counts.waiting, overdue: counts.overdue, approvals: counts.drafts,
        incidents: counts.incidents, alarms: console.health?.readiness().reasons.count ?? 0),
      holds: try await console.store.holds(),
      flash: waiting.map { .init(text: $0.sentence, isTrouble: $0.isError) },
      zone: facts.zone, now: console.time.now,
      people: Dictionary(
        facts.people.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first }))
  }

  func show(
    _ view: some PageView, _ status: HTTPResponse.Status, _ seen: Seen
  ) async throws -> Answer {
    .page(console.pages.page(view, in: try await frame(seen)), status)
  }

  func show(_ view: some PageView, _ seen: Seen) async throws -> Answer {
    try await show(view, .ok, seen)
  }

  func trouble(_ view: TroubleView, _ status: HTTPResponse.Status, _ seen: Seen) async throws
    -> Answer
  {
    try await show(view, status, seen)
  }

  private func view(of refusal: APIRefusal, _ seen: Seen) -> TroubleView {
    switch refusal.status {
    case .notFound: .notFound
    case .forbidden where refusal.sentence.hasPrefix("this form"): .staleForm
    case .forbidden: .forbidden
    case .tooManyRequests: .tooMany(seconds: refusal.retryAfter ?? 60)
    default:
      .conflict(refusal.sentence.sentenceCased, link: Choice(back(seen) ?? "/inbox", "Back"))
    }
  }

  /// Where the form stood: what it says, else what the browser does.
  func back(_ seen: Seen, _ form: Form? = nil) -> String? {
    if let own = Self.own(form?["back"]) { return own }
    let referer = HTTPField.Name("Referer").flatMap { seen.asked.request.headers[$0] }
    guard let referer, let url = URL(string: referer), let host = url.host(),
      seen.asked.request.head.authority?.hasPrefix(host) == true
    else { return nil }
    let path = url.path(percentEncoded: true)
    return Self.own(url.query(percentEncoded: true).map { "\(path)?\($0)" } ?? path)
  }
}

extension String {
  /// `Ben has it`.
  var sentenceCased: String { prefix(1).uppercased() + dropFirst() }
}

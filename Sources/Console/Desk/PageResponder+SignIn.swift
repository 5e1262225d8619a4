import Engine
import Foundation
import HTTPTypes
import HummingbirdCore
import PluginKit

/// Coming in and going out.
extension PageResponder {
  /// What the form of a page that nobody is signed in on brings along: it has a cookie of its own.
  private var entryCookie: String { door.isSecure ? "__Host-replyd-entry" : "replyd-entry" }
  private static let entrySeconds = 3600

  func signIn(_ visit: Visit) async throws -> Answer {
    switch visit.asked.method {
    case .get:
      var view = SignInView(csrf: entry(visit))
      view.next = Self.own(visit.asked.parameter("next"))
      if try await !console.access.hasUsers() {
        view.trouble = "Nobody can sign in yet. On the machine: replyd users add NAME --role admin"
      }
      return entrance(view, .ok)
    case .post: return try await enter(visit)
    default:
      throw APIRefusal(.methodNotAllowed, "pages know GET and POST", allow: ["GET", "POST"])
    }
  }

  private func enter(_ visit: Visit) async throws -> Answer {
    let form = try await Self.form(visit.asked.request)
    var view = SignInView(name: String((form["name"] ?? "").prefix(64)), csrf: entry(visit))
    view.next = Self.own(form["next"])
    do throws(APIRefusal) { try visit.requireOwnOrigin() } catch {
      return entrance(view, trouble: "This form came from another site.", .forbidden)
    }
    guard let cookie = visit.cookie(entryCookie), let sent = form["csrf"],
      OpaqueToken.areSame(cookie, sent)
    else { return entrance(view, trouble: "This form is too old: try again.", .forbidden) }
    let outcome = try await console.access.signIn(
      name: view.name, password: form["password"] ?? "", code: form["code"],
      address: visit.asked.client, agent: visit.asked.request.headers[.userAgent] ?? "")
    switch outcome {
    case .session(let token, _):
      return Answer.seeOther(view.next ?? "/inbox")
        .settingCookie(
          door.cookie, token, seconds: console.access.sessionSeconds, isSecure: door.isSecure
        )
        .settingCookie(entryCookie, "", seconds: 0, isSecure: door.isSecure)
    case .codeNeeded:
      view.asksCode = true
      return entrance(
        view, trouble: "Write the password again, and the code from your app.", .unauthorized)
    case .refused:
      return entrance(view, trouble: "Name, password or code are wrong.", .unauthorized)
    case .throttled(let until):
      let seconds = max(1, Int(until.timeIntervalSince(console.time.now).rounded(.up)))
      return entrance(
        view, trouble: "Too many attempts: try again in \(DueText.seconds(seconds)).",
        .tooManyRequests
      ).with(.retryAfter, "\(seconds)")
    }
  }

  private func entrance(
    _ view: SignInView, trouble: String? = nil, _ status: HTTPResponse.Status
  ) -> Answer {
    let facts = console.facts()
    var view = view
    view.trouble = trouble ?? view.trouble
    let frame = PageFrame(
      brand: facts.brand, viewer: nil, zone: facts.zone, now: console.time.now)
    return Answer.page(console.pages.page(view, in: frame), status).settingCookie(
      entryCookie, view.csrf, seconds: Self.entrySeconds, isSecure: door.isSecure)
  }

  /// The one that the browser has, if it is one of ours: several tabs share it.
  private func entry(_ visit: Visit) -> String {
    if let cookie = visit.cookie(entryCookie), cookie.utf8.count == OpaqueToken.length,
      cookie.utf8.allSatisfy(Self.isPlain)
    {
      return cookie
    }
    return OpaqueToken.session()
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  func signOut(_ seen: Seen) async throws -> Answer {
    try await console.access.signOut(
      session: seen.visit.session ?? "", address: seen.asked.client)
    return Answer.seeOther("/sign-in")
      .settingCookie(door.cookie, "", seconds: 0, isSecure: door.isSecure)
  }
}

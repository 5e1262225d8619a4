import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore

/// What a browser brings along: cookies, and where its request comes from.
struct Visit: Sendable {
  let door: Door
  let asked: ConsoleResponder.Asked

  /// The session's token, as the browser has it.
  var session: String? { cookie(door.cookie) }

  /// The first of this name.
  func cookie(_ name: String) -> String? {
    for field in asked.request.headers[values: .cookie] {
      for pair in field.split(separator: ";") {
        let parts = pair.split(separator: "=", maxSplits: 1)
        if parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == name {
          return String(parts[1])
        }
      }
    }
    return nil
  }

  /// A change must come from one of our own pages, with what only those know.
  func requireOwnForm(_ sent: String?, _ principal: Principal) throws(APIRefusal) {
    try requireOwnOrigin()
    guard case .session(_, let csrf) = principal.proof, let sent, OpaqueToken.areSame(sent, csrf)
    else {
      throw APIRefusal(.forbidden, "this form is out of date: load the page again")
    }
  }

  /// What browsers say themselves of where a request comes from.
  func requireOwnOrigin() throws(APIRefusal) {
    let refusal = APIRefusal(.forbidden, "this request comes from another site")
    if let origin = asked.request.headers[.origin],
      !door.isOrigin(origin, authority: asked.request.head.authority ?? "")
    {
      throw refusal
    }
    let site = HTTPField.Name("Sec-Fetch-Site").flatMap { asked.request.headers[$0] }
    if let site, site != "same-origin", site != "none" { throw refusal }
  }
}

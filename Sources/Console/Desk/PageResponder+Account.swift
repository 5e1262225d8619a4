import Engine
import Foundation
import HTTPTypes
import PluginKit

/// What users do for themselves.
extension PageResponder {
  func account(
    _ seen: Seen, code: AccountView.Code? = nil, _ status: HTTPResponse.Status = .ok
  ) async throws -> Answer {
    let rows = try await console.access.sessions(of: seen.principal.name)
    let hasTOTP = try await console.access.hasTOTP(seen.principal.name)
    let view = AccountView(
      sessions: rows.map {
        AccountView.Session(
          id: $0.id, agent: $0.agent, address: $0.address, startedAt: $0.createdAt,
          seenAt: $0.seenAt, isThis: $0.id == seen.session)
      }, code: code ?? (hasTOTP ? .on : .off), passwordLength: PasswordRule.least)
    return try await show(view, status, seen)
  }

  /// nil for what is no form of the account's.
  func changeAccount(_ seen: Seen, _ form: Form) async throws -> Answer? {
    let token = seen.visit.session ?? ""
    let address = seen.asked.client
    switch seen.asked.path.dropFirst() {
    case ["password"]:
      let change = try await console.access.changePassword(
        session: token, old: form["old"] ?? "", new: form["new"] ?? "", address: address)
      return try await after(
        change, done: "The password is changed; your other sessions have ended.", seen)
    case ["totp"]:
      guard
        let enrolment = try await console.access.beginTOTP(
          session: token, issuer: console.facts().brand, address: address)
      else { return .seeOther("/account") }
      return try await account(
        seen, code: .enrolling(secret: enrolment.secret, uri: enrolment.uri))
    case ["totp", "confirm"]:
      let change = try await console.access.confirmTOTP(
        session: token, password: form["password"] ?? "", code: form["code"] ?? "",
        address: address)
      return try await after(change, done: "The second factor is on.", seen)
    case ["totp", "off"]:
      let change = try await console.access.endTOTP(
        session: token, password: form["password"] ?? "", code: form["code"], address: address)
      return try await after(change, done: "The second factor is off.", seen)
    default: break
    }
    let path = seen.asked.path
    guard path.count == 4, path[1] == "sessions", path[3] == "revoke", let id = Int64(path[2])
    else { return nil }
    let isEnded = try await console.access.revoke(
      session: id, of: seen.principal.name, by: seen.principal, address: address)
    if id == seen.session, isEnded {
      return Answer.seeOther("/sign-in")
        .settingCookie(door.cookie, "", seconds: 0, isSecure: door.isSecure)
    }
    say(isEnded ? "It has ended." : "There is no such session.", isError: !isEnded, seen)
    return .seeOther("/account")
  }

  private func after(_ change: AccountChange, done: String, _ seen: Seen) async throws -> Answer {
    switch change {
    case .changed(let token):
      say(done, seen)
      return Answer.seeOther("/account").settingCookie(
        door.cookie, token, seconds: console.access.sessionSeconds, isSecure: door.isSecure)
    case .wrong: say("The password or the code is wrong: nothing was changed.", isError: true, seen)
    case .codeNeeded: say("Write the code from your app, too.", isError: true, seen)
    case .refused(let sentence): say(sentence.sentenceCased, isError: true, seen)
    case .throttled(let until):
      let seconds = max(1, Int(until.timeIntervalSince(console.time.now).rounded(.up)))
      say("Too many attempts: try again in \(DueText.seconds(seconds)).", isError: true, seen)
    case .signedOut: return .seeOther("/sign-in")
    }
    return .seeOther("/account")
  }
}

extension DueText {
  static func seconds(_ seconds: Int) -> String {
    seconds < 60 ? "\(seconds) seconds" : length((seconds + 59) / 60)
  }
}

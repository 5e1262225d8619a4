/// Where everybody begins.
struct SignInView: PageView {
  static let template = "sign-in"

  /// What was written, when it comes again.
  var name = ""
  /// The password was right, or may have been: a code is asked for.
  var asksCode = false
  /// Why it did not work, in a sentence; also when there were too many attempts.
  var trouble: String?
  /// Where to go then, a path.
  var next: String?
  var csrf: String

  var title: String { "Sign in" }

  func slots(_ frame: PageFrame) -> Slots {
    var slots: Slots = ["name": name, "asksCode": asksCode, "csrf": csrf]
    if let trouble { slots["trouble"] = trouble }
    if let next { slots["next"] = next }
    return slots
  }
}

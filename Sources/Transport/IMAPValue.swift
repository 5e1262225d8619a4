import Foundation

/// What stands in a server's data (RFC 3501, 4).
enum IMAPValue: Equatable, Sendable {
  /// A word without quotes, such as `UID`, `42` or `BODY[]<0>`.
  case atom(String)
  /// Quoted, or a literal: read by its length, so that nothing in it can be taken for an answer.
  case string(Data)
  case list([IMAPValue])

  var number: UInt32? {
    if case .atom(let text) = self { UInt32(text) } else { nil }
  }

  var atom: String? {
    if case .atom(let text) = self { text } else { nil }
  }

  var data: Data? {
    if case .string(let data) = self { data } else { nil }
  }
}

/// One thing a server says.
enum IMAPResponse: Equatable, Sendable {
  enum Condition: String, Sendable {
    case ok = "OK", no = "NO", bad = "BAD", bye = "BYE", preauth = "PREAUTH"
  }

  /// OK, NO, BAD, BYE; `tag` is nil where it answers no command. `code` is what stands in brackets.
  case status(tag: String?, Condition, code: String?, text: String)
  /// `+`: go on with the literal.
  case goOn
  /// `* 12 FETCH (...)`: the number is 12. `* SEARCH 1 2`: there is none.
  case data(name: String, number: UInt32?, [IMAPValue])
}

/// A server broke the protocol or a limit: nothing it says later can be trusted.
enum IMAPBreach: Error, Equatable {
  case malformed(String)
  case tooLarge(String)
}

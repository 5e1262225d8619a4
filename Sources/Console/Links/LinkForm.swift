import Foundation

/// What the form of a confirm page sends, `application/x-www-form-urlencoded`.
struct LinkForm: Sendable, Hashable {
  /// Bytes.
  static let limit = 4096
  private static let fieldLimit = 8

  var person: String?
  var name: String?
  var snooze: SnoozeChoice?

  /// nil for what no such form sends.
  init?(_ body: [UInt8]) {
    let pairs = body.split(separator: UInt8(ascii: "&"))
    guard pairs.count <= Self.fieldLimit else { return nil }
    for pair in pairs {
      let parts = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let key = Self.decoded(parts[0]), let value = Self.decoded(parts[1])
      else { return nil }
      switch key {
      case "person": person = value.isEmpty ? nil : value
      case "name": name = value.isEmpty ? nil : value
      case "for":
        guard let choice = SnoozeChoice(rawValue: value) else { return nil }
        snooze = choice
      default: return nil
      }
    }
  }

  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
    let spaced = bytes.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
    return String(validating: spaced, as: UTF8.self)?.removingPercentEncoding
  }
}

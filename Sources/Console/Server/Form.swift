import Foundation

/// What a form sends: `application/x-www-form-urlencoded`, names that come several times included.
struct Form: Sendable {
  /// Bytes, and fields.
  static let limit = 128 << 10
  static let fieldLimit = 200

  let fields: [(name: String, value: String)]

  /// nil for what is no such form: not UTF-8, or with NUL in it.
  init?(_ body: some Sequence<UInt8>) {
    var fields: [(name: String, value: String)] = []
    for pair in Array(body).split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard fields.count < Self.fieldLimit, let name = Self.decoded(parts[0]),
        let value = parts.count == 2 ? Self.decoded(parts[1]) : "",
        !name.contains("\0"), !value.contains("\0")
      else { return nil }
      // Browsers send lines as CR LF.
      fields.append((name, value.replacing("\r\n", with: "\n")))
    }
    self.fields = fields
  }

  /// The first one of this name; nil where it is missing or empty.
  subscript(name: String) -> String? {
    fields.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
  }

  func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
    let spaced = bytes.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
    return String(validating: spaced, as: UTF8.self)?.removingPercentEncoding
  }
}

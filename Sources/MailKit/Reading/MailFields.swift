import Foundation

/// The fields of a header, unfolded, in their order (RFC 5322, 2.2).
struct MailFields: Sendable {
  struct Field: Sendable {
    /// In lower case.
    var name: String
    /// Raw: encoded words and comments still in it.
    var value: String
  }

  private static let maxFields = 1000

  private(set) var all: [Field] = []

  subscript(name: String) -> String? { all.first { $0.name == name }?.value }

  func values(_ name: String) -> [String] { all.filter { $0.name == name }.map(\.value) }

  func has(_ name: String) -> Bool { self[name] != nil }

  /// Unstructured text as people read it: decoded, in one line.
  func text(_ name: String, notes: inout Set<MailNote>) -> String? {
    self[name].map { SafeText.line(EncodedWords.decoded($0, notes: &notes), max: 2000) }
  }

  mutating func append(name: ArraySlice<UInt8>, value: [UInt8]) {
    guard all.count < Self.maxFields else { return }
    // Without notes: 8-bit headers are common, and their charset is nowhere declared.
    var ignored: Set<MailNote> = []
    all.append(
      Field(
        name: String(decoding: name, as: UTF8.self).lowercased(),
        value: Charset.text(value, declared: nil, notes: &ignored)))
  }

  /// The name of the field that a line begins, if it begins one: printable ASCII up to a colon.
  static func name(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
      return nil
    }
    var end = colon
    while end > line.startIndex, line[end - 1] == 0x20 || line[end - 1] == 0x09 { end -= 1 }
    let name = line[line.startIndex..<end]
    return !name.isEmpty && name.allSatisfy({ (0x21...0x7E).contains($0) }) ? name : nil
  }
}

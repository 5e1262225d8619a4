/// A page taken apart, strictly: what no browser should have to guess is a fault.
struct Markup {
  struct Fault: Error, CustomStringConvertible { let description: String }

  struct Tag: Hashable {
    var name: String
    /// Without a value: nil.
    var attributes: [String: String?]
    var isClosing = false
    /// `<rect/>`
    var isWhole = false

    subscript(name: String) -> String? { attributes[name] ?? nil }
    func has(_ name: String) -> Bool { attributes.keys.contains(name) }

    /// What a text must not change: the element and which attributes it has.
    var shape: String {
      (isClosing ? "/" : "") + ([name] + attributes.keys.sorted()).joined(separator: " ")
    }
  }

  private(set) var tags: [Tag] = []
  /// Each element's tag with those that it is in, outermost first.
  private(set) var elements: [(tag: Tag, within: [Tag])] = []

  private static let void: Set<String> = [
    "meta", "link", "input",
  ]

  private let bytes: [UInt8]
  private var place = 0

  init(_ page: String) throws {
    bytes = Array(page.utf8)
    var open: [Tag] = []
    while place < bytes.count {
      guard bytes[place] == UInt8(ascii: "<") else {
        if bytes[place] == UInt8(ascii: ">") { throw fault("a bare > in a text") }
        if bytes[place] < 0x20, bytes[place] != 0x0A, bytes[place] != 0x09 {
          throw fault("a control character")
        }
        place += 1
        continue
      }
      guard let tag = try tag() else { continue }
      tags.append(tag)
      if tag.isClosing {
        guard let last = open.popLast(), last.name == tag.name else {
          throw fault("</\(tag.name)> closes nothing")
        }
      } else {
        elements.append((tag, open))
        if !Self.void.contains(tag.name), !tag.isWhole { open.append(tag) }
      }
    }
    if let last = open.last { throw fault("<\(last.name)> is not closed") }
  }

  private func fault(_ what: String) -> Fault {
    let near = bytes[max(0, place - 60)..<min(bytes.count, place + 60)]
    return Fault(description: "\(what) near: \(String(decoding: near, as: UTF8.self))")
  }

  /// nil for the doctype.
  private mutating func tag() throws -> Tag? {
    place += 1
    if bytes[place] == UInt8(ascii: "!") {
      guard tags.isEmpty, take(while: { $0 != UInt8(ascii: ">") }) == "!doctype html" else {
        throw fault("a comment or a second doctype")
      }
      place += 1
      return nil
    }
    var tag = Tag(name: "", attributes: [:])
    if bytes[place] == UInt8(ascii: "/") {
      tag.isClosing = true
      place += 1
    }
    tag.name = take(while: Self.isName)
    if tag.name.isEmpty { throw fault("a < without a name") }
    while true {
      let hadSpace = !take(while: { $0 == 0x20 || $0 == 0x0A }).isEmpty
      guard place < bytes.count else { throw fault("a tag without an end") }
      if bytes[place] == UInt8(ascii: "/") {
        tag.isWhole = true
        place += 1
      }
      if bytes[place] == UInt8(ascii: ">") {
        place += 1
        return tag
      }
      guard hadSpace else { throw fault("no space before an attribute") }
      let name = take(while: Self.isName)
      if name.isEmpty { throw fault("an attribute without a name") }
      if tag.has(name) { throw fault("\(name) stands twice") }
      guard bytes[place] == UInt8(ascii: "=") else {
        tag.attributes[name] = .some(nil)
        continue
      }
      place += 1
      guard bytes[place] == UInt8(ascii: "\"") else { throw fault("\(name) is not quoted") }
      place += 1
      let value = take(while: { $0 != UInt8(ascii: "\"") })
      if value.contains("<") || value.contains(">") { throw fault("a bare < or > in \(name)") }
      place += 1
      tag.attributes[name] = value
    }
  }

  private mutating func take(while fits: (UInt8) -> Bool) -> String {
    let start = place
    while place < bytes.count, fits(bytes[place]) { place += 1 }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private static func isName(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
  }
}

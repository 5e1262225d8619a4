public import Foundation

/// A JSON text (RFC 8259), checked once from end to end and read where somebody asks: an answer has
/// hundreds of fields, of which a dozen are wanted, and a decoder makes objects of all of them.
///
/// Strings and numbers are looked at when they are read; an odd one spoils nothing else. What is
/// nested too deep is passed over unread, and costs only itself.
public final class JSONText: Sendable {
  /// What lies deeper is only skipped.
  private static let maxDepth = 256

  enum Kind: Sendable { case null, yes, no, number, string, escapedString, array, object, tooDeep }

  /// A value, in the order in which values begin; a member's key comes before its value.
  struct Node: Sendable {
    var kind: Kind
    /// Of a string without its quotes.
    var start: Int32
    var end: Int32
    /// The node behind this one and all inside it.
    var next: Int32
  }

  let bytes: [UInt8]
  let nodes: [Node]

  /// nil when it is no JSON text.
  public init?(_ body: Data) {
    let bytes = [UInt8](body)
    guard bytes.count < Int32.max,
      let nodes = bytes.withUnsafeBufferPointer({ bytes -> [Node]? in
        var scanner = JSONScan(bytes)
        guard scanner.value(0), scanner.isAtEnd else { return nil }
        return scanner.nodes
      })
    else { return nil }
    self.bytes = bytes
    self.nodes = nodes
  }

  public var root: JSONPart { JSONPart(text: self, index: 0) }

  /// One pass over a text.
  private struct JSONScan {
    let bytes: UnsafeBufferPointer<UInt8>
    var nodes: [Node] = []
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
      self.bytes = bytes
      nodes.reserveCapacity(bytes.count / 16 + 1)
    }

    private var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

    /// Nothing but white space is left.
    var isAtEnd: Bool {
      mutating get {
        skipSpace()
        return position == bytes.count
      }
    }

    private mutating func skipSpace() {
      while position < bytes.count {
        let byte = bytes[position]
        guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
        position += 1
      }
    }

    mutating func value(_ depth: Int) -> Bool {
      skipSpace()
      switch current {
      case UInt8(ascii: "\""): return string()
      case UInt8(ascii: "{"): return object(depth + 1)
      case UInt8(ascii: "["): return array(depth + 1)
      case UInt8(ascii: "t"): return word("true", .yes)
      case UInt8(ascii: "f"): return word("false", .no)
      case UInt8(ascii: "n"): return word("null", .null)
      case UInt8(ascii: "-"), 0x30...0x39: return number()
      default: return false
      }
    }

    private mutating func add(_ kind: Kind, _ start: Int, _ end: Int) {
      nodes.append(
        Node(kind: kind, start: Int32(start), end: Int32(end), next: Int32(nodes.count + 1)))
    }

    private mutating func word(_ word: StaticString, _ kind: Kind) -> Bool {
      let start = position
      position += word.utf8CodeUnitCount
      guard position <= bytes.count,
        bytes[start..<position].elementsEqual(
          UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
      else { return false }
      add(kind, start, position)
      return true
    }

    private mutating func number() -> Bool {
      let start = position
      while Self.isOfNumber(current) { position += 1 }
      add(.number, start, position)
      return true
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: true
      default: false
      }
    }

    private mutating func string() -> Bool {
      position += 1
      let start = position
      var kind = Kind.string
      while position < bytes.count {
        switch bytes[position] {
        case UInt8(ascii: "\""):
          add(kind, start, position)
          position += 1
          return true
        case UInt8(ascii: "\\"):
          kind = .escapedString
          position += 2
        default: position += 1
        }
      }
      return false
    }

    private mutating func array(_ depth: Int) -> Bool {
      nested(.array, UInt8(ascii: "]"), depth) { $0.value(depth) }
    }

    private mutating func object(_ depth: Int) -> Bool {
      nested(.object, UInt8(ascii: "}"), depth) { scan in
        guard scan.current == UInt8(ascii: "\""), scan.string() else { return false }
        scan.skipSpace()
        guard scan.current == UInt8(ascii: ":") else { return false }
        scan.position += 1
        return scan.value(depth)
      }
    }

    /// To the bracket that closes the one here, whatever lies between.
    private mutating func skipped() -> Bool {
      let start = position
      var open = 0
      while position < bytes.count {
        switch bytes[position] {
        case UInt8(ascii: "{"), UInt8(ascii: "["): open += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): open -= 1
        case UInt8(ascii: "\""):
          position = stringEnd(from: position) - 1
        default: break
        }
        position += 1
        if open == 0 {
          add(.tooDeep, start, position)
          return true
        }
      }
      return false
    }

    /// Behind the closing quote of the string that opens at `start`, or the end of the text.
    private func stringEnd(from start: Int) -> Int {
      var position = start + 1
      while position < bytes.count {
        if bytes[position] == UInt8(ascii: "\"") { return position + 1 }
        position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
      }
      return bytes.count
    }

    private mutating func nested(
      _ kind: Kind, _ close: UInt8, _ depth: Int, _ element: (inout JSONScan) -> Bool
    ) -> Bool {
      guard depth <= JSONText.maxDepth else { return skipped() }
      let index = nodes.count
      add(kind, position, position)
      position += 1
      skipSpace()
      var isEmpty = true
      while current != close {
        if !isEmpty {
          guard current == UInt8(ascii: ",") else { return false }
          position += 1
          skipSpace()
          // One comma too many is forgiven, as is a line break inside a string.
          if current == close { break }
        }
        guard element(&self) else { return false }
        isEmpty = false
        skipSpace()
      }
      position += 1
      nodes[index].end = Int32(position)
      nodes[index].next = Int32(nodes.count)
      return true
    }
  }
}

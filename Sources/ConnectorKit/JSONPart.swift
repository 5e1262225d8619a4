public import Foundation

/// A value inside a JSON text. A field that is missing or written in another type reads as nil, so
/// that one odd field does not cost a whole page.
public struct JSONPart: Sendable {
  fileprivate let text: JSONText
  fileprivate let index: Int

  init(text: JSONText, index: Int) {
    self.text = text
    self.index = index
  }

  private var node: JSONText.Node { text.nodes[index] }

  public var isObject: Bool { node.kind == .object }
  public var isArray: Bool { node.kind == .array }

  /// The member of this name, the first where there are several.
  public subscript(key: StaticString) -> JSONPart? {
    guard isObject else { return nil }
    let end = Int(node.next)
    var position = index + 1
    while position < end {
      if isKey(position, key) { return JSONPart(text: text, index: position + 1) }
      position = Int(text.nodes[position + 1].next)
    }
    return nil
  }

  private func isKey(_ position: Int, _ key: StaticString) -> Bool {
    let node = text.nodes[position]
    let wanted = UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)
    if node.kind == .escapedString {
      return JSONPart(text: text, index: position).string?.utf8.elementsEqual(wanted) == true
    }
    guard Int(node.end - node.start) == wanted.count else { return false }
    return text.bytes.withUnsafeBufferPointer { bytes in
      bytes[Int(node.start)..<Int(node.end)].elementsEqual(wanted)
    }
  }

  /// Of an array; nothing of anything else.
  public var elements: [JSONPart] {
    guard isArray else { return [] }
    var found: [JSONPart] = []
    let end = Int(node.next)
    var position = index + 1
    while position < end {
      found.append(JSONPart(text: text, index: position))
      position = Int(text.nodes[position].next)
    }
    return found
  }

  /// The members of an object, in order; nothing of anything else. A key that cannot be read is
  /// left out.
  public var members: [(key: String, value: JSONPart)] {
    guard isObject else { return [] }
    var found: [(key: String, value: JSONPart)] = []
    let end = Int(node.next)
    var position = index + 1
    while position < end {
      if let key = JSONPart(text: text, index: position).string {
        found.append((key, JSONPart(text: text, index: position + 1)))
      }
      position = Int(text.nodes[position + 1].next)
    }
    return found
  }

  private var slice: ArraySlice<UInt8> { text.bytes[Int(node.start)..<Int(node.end)] }

  /// nil too where an escape is none, or a surrogate is alone.
  public var string: String? {
    switch node.kind {
    case .string: String(decoding: slice, as: UTF8.self)
    case .escapedString: JSONEscapes.undone(slice)
    default: nil
    }
  }

  /// A whole number, also one written as `5.0`.
  public var integer: Int64? {
    guard node.kind == .number else { return nil }
    let written = String(decoding: slice, as: UTF8.self)
    let digits = written.first == "-" ? written.dropFirst() : written[...]
    if digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return digits.utf8.count > 1 && digits.first == "0" ? nil : Int64(written)
    }
    return Double(written).flatMap { Int64(exactly: $0) }
  }

  public var flag: Bool? {
    switch node.kind {
    case .yes: true
    case .no: false
    default: nil
    }
  }

  public var isNull: Bool { node.kind == .null }
}

/// Fields of an object, as entities read them.
extension JSONPart {
  public func string(_ key: StaticString) -> String? { self[key]?.string }
  public func integer(_ key: StaticString) -> Int? {
    self[key]?.integer.flatMap { Int(exactly: $0) }
  }
  public func flag(_ key: StaticString) -> Bool? { self[key]?.flag }

  public func entity<Entity: RemoteEntity>(_ type: Entity.Type, _ key: StaticString) -> Entity? {
    self[key].flatMap { Entity($0) }
  }

  /// The readable elements of a list.
  public func list<Entity: RemoteEntity>(_ type: Entity.Type, _ key: StaticString) -> [Entity] {
    self[key]?.elements.compactMap { Entity($0) } ?? []
  }

  /// An id: a string, or a number as some servers write it.
  public func id(_ key: StaticString) -> String? {
    guard let value = self[key] else { return nil }
    return value.string ?? value.integer.map { String($0) }
  }

  /// Whether the key is there and not null.
  public func has(_ key: StaticString) -> Bool { self[key].map { !$0.isNull } ?? false }
}

/// What a server's API answers with.
public protocol RemoteEntity: Sendable {
  /// nil when the value has not the entity's form.
  init?(_ json: JSONPart)
}

extension RemoteEntity {
  /// The whole text as one entity.
  public static func read(_ body: Data) -> Self? { JSONText(body).flatMap { Self($0.root) } }
}

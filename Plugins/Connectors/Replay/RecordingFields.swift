import Foundation
import PluginKit

/// Reads the keys of one JSON object and, at the end, refuses those nobody asked for.
struct RecordingFields {
  /// What is wrong, and in which column of its line.
  struct Failure: Error {
    let column: Int
    let message: String
  }

  private let node: JSONNode
  private let members: [JSONNode.Member]
  private var known: Set<String> = []

  init(_ bytes: some Sequence<UInt8>) throws(Failure) {
    do {
      try self.init(node: JSONReader.read(bytes))
    } catch let failure as JSONReader.Failure {
      throw Failure(column: failure.position.column, message: failure.message)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(column: 1, message: "\(error)")
    }
  }

  private init(node: JSONNode) throws(Failure) {
    guard case .object(let members) = node.value else {
      throw Failure(
        column: node.position.column, message: "expected an object, found \(node.summary)")
    }
    self.node = node
    self.members = members
  }

  mutating func string(_ key: String) throws(Failure) -> String? {
    guard let found = value(key) else { return nil }
    guard case .string(let text) = found.value else { throw wrong(key, "a string", found) }
    return text
  }

  mutating func flag(_ key: String) throws(Failure) -> Bool? {
    guard let found = value(key) else { return nil }
    guard case .bool(let flag) = found.value else { throw wrong(key, "true or false", found) }
    return flag
  }

  mutating func integer(_ key: String, in bounds: ClosedRange<Int>) throws(Failure) -> Int? {
    guard let found = value(key) else { return nil }
    guard case .number(let number) = found.value, let whole = Int(exactly: number),
      bounds.contains(whole)
    else {
      throw wrong(
        key, "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)", found)
    }
    return whole
  }

  mutating func date(_ key: String) throws(Failure) -> Date? {
    guard let found = value(key) else { return nil }
    guard case .string(let text) = found.value, let date = Timestamp.parse(text) else {
      throw wrong(key, "a time such as \"2026-11-27T08:00:00Z\"", found)
    }
    return date
  }

  mutating func duration(_ key: String) throws(Failure) -> Duration? {
    guard let found = value(key) else { return nil }
    guard case .string(let text) = found.value, let duration = Duration(text: text) else {
      throw wrong(key, "a duration such as \"2.5s\"", found)
    }
    return duration
  }

  mutating func object(_ key: String) throws(Failure) -> RecordingFields? {
    guard let found = value(key) else { return nil }
    return try RecordingFields(node: found)
  }

  func required<Value>(_ key: String, _ value: Value?) throws(Failure) -> Value {
    if let value { return value }
    throw Failure(column: node.position.column, message: "\"\(key)\" is required")
  }

  func refuseOthers() throws(Failure) {
    guard let stranger = members.first(where: { !known.contains($0.key) }) else { return }
    var message = "unknown key \(JSONValue.string(stranger.key).text())"
    if let near = nearestName(to: stranger.key, among: known) {
      message += "; did you mean \"\(near)\"?"
    }
    throw Failure(column: stranger.position.column, message: message)
  }

  func failure(_ key: String, _ message: String) -> Failure {
    let position = members.first { $0.key == key }?.position ?? node.position
    return Failure(column: position.column, message: "\"\(key)\": \(message)")
  }

  /// JSON's null counts as left out.
  private mutating func value(_ key: String) -> JSONNode? {
    known.insert(key)
    guard let found = node[key], found.value != .null else { return nil }
    return found
  }

  private func wrong(_ key: String, _ expected: String, _ found: JSONNode) -> Failure {
    Failure(
      column: found.position.column,
      message: "\"\(key)\": expected \(expected), found \(found.summary)")
  }
}

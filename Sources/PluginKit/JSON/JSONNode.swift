/// A JSON value that knows where it stands in its file, for errors that point.
public struct JSONNode: Sendable, Hashable {
  /// 1-based; columns count Unicode scalars.
  public struct Position: Sendable, Hashable {
    public var line: Int
    public var column: Int
    public init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  public indirect enum Value: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONNode])
    case object([Member])
  }

  public struct Member: Sendable, Hashable {
    public var key: String
    public var position: Position
    public var value: JSONNode

    public init(key: String, position: Position, value: JSONNode) {
      self.key = key
      self.position = position
      self.value = value
    }
  }

  public var value: Value
  public var position: Position

  public init(_ value: Value, at position: Position) {
    self.value = value
    self.position = position
  }

  public subscript(key: String) -> JSONNode? {
    guard case .object(let members) = value else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// `an object`, `the string "x"`, ...: what an error says was found.
  public var summary: String {
    switch value {
    case .null: "null"
    case .bool(let flag): "\(flag)"
    case .number(let number): JSONValue.number(number).text()
    case .string(let text): JSONValue.string(String(text.prefix(40))).text()
    case .array: "an array"
    case .object: "an object"
    }
  }

  /// The same value without positions.
  public var plain: JSONValue {
    switch value {
    case .null: .null
    case .bool(let flag): .bool(flag)
    case .number(let number): .number(number)
    case .string(let text): .string(text)
    case .array(let elements): .array(elements.map(\.plain))
    case .object(let members): .object(members.map { .init($0.key, $0.value.plain) })
    }
  }
}

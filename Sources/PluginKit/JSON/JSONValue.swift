import Foundation

/// A JSON value whose objects keep their order. For findings, event data and exact output.
public indirect enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  public struct Member: Sendable, Hashable {
    public var key: String
    public var value: JSONValue
    public init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  public var string: String? {
    if case .string(let value) = self { value } else { nil }
  }
  public var number: Double? {
    if case .number(let value) = self { value } else { nil }
  }
  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }
  public var array: [JSONValue]? {
    if case .array(let value) = self { value } else { nil }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByFloatLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }

  /// `null` for nil.
  public static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
  public static func int(_ number: some BinaryInteger) -> JSONValue { .number(Double(number)) }
  /// Rounded to `digits` decimals: scores are not more exact than that.
  public static func rounded(_ number: Double, digits: Int = 4) -> JSONValue {
    let scale = pow(10, Double(digits))
    let value = (number * scale).rounded() / scale
    return .number(value == 0 ? 0 : value)
  }
}

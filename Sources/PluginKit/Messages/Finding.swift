/// What a stage noticed about a message.
public struct Finding: Sendable, Hashable {
  /// `sentiment`, `intent`, `crisis`, `faq`, ...: unique within one evaluation.
  public var name: String
  public var value: JSONValue
  /// 0...1, where the stage has one.
  public var confidence: Double?
  /// The customer's words that moved it, at most a few short spans.
  public var evidence: [String]

  public init(
    name: String, value: JSONValue, confidence: Double? = nil, evidence: [String] = []
  ) {
    self.name = name
    self.value = value
    self.confidence = confidence
    self.evidence = evidence
  }
}

/// The findings of one evaluation, in the order in which the stages made them.
public struct Findings: Sendable, Hashable {
  public private(set) var all: [Finding]

  public init(_ all: [Finding] = []) { self.all = all }

  public subscript(name: String) -> Finding? { all.first { $0.name == name } }

  public mutating func append(contentsOf more: [Finding]) { all.append(contentsOf: more) }

  /// The label of a finding such as `{"label": "complaint", ...}`.
  public func label(of name: String) -> String? { self[name]?.value["label"]?.string }

  /// A number inside a finding, e.g. `number("severity", of: "crisis")`.
  public func number(_ key: String, of name: String) -> Double? {
    self[name]?.value[key]?.number
  }
}

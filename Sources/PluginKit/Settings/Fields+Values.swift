/// Plain values: text, numbers, flags, durations, choices. Without a default a field is required;
/// the `optional` forms give nil when it is left out.
extension Fields {
  public mutating func string(
    _ name: String, default fallback: String? = nil, form: TextForm? = nil, help: String
  ) -> String {
    var description = FieldDescription(
      name: name, kind: .string, fallback: fallback.map { .string($0) },
      isRequired: fallback == nil, help: help)
    description.pattern = form?.pattern
    return field(description, fallback: fallback, placeholder: "") { node, scope in
      Self.readText(node, scope, form)
    }
  }

  public mutating func optionalString(_ name: String, form: TextForm? = nil, help: String)
    -> String?
  {
    var description = FieldDescription(name: name, kind: .string, help: help)
    description.pattern = form?.pattern
    return field(description, fallback: .some(nil), placeholder: nil) { node, scope in
      Self.readText(node, scope, form)
    }
  }

  /// - Parameter form: of each text.
  public mutating func strings(
    _ name: String, default fallback: [String]? = nil, count: ClosedRange<Int>? = nil,
    form: TextForm? = nil, help: String
  ) -> [String] {
    var description = FieldDescription(
      name: name, kind: .array(of: .string),
      fallback: fallback.map { .array($0.map { .string($0) }) }, isRequired: fallback == nil,
      help: help)
    description.count = count
    description.pattern = form?.pattern
    return field(description, fallback: fallback, placeholder: []) { node, scope in
      Self.readArray(node, scope, count: count) { Self.readText($0, $1, form) }
    }
  }

  public mutating func number(
    _ name: String, default fallback: Double? = nil, in bounds: ClosedRange<Double>,
    unit: String? = nil, help: String
  ) -> Double {
    field(
      .init(
        name: name, kind: .number, unit: unit, fallback: fallback.map { .number($0) },
        isRequired: fallback == nil, bounds: bounds, help: help), fallback: fallback,
      placeholder: bounds.lowerBound
    ) { node, scope in Self.readNumber(node, scope, in: bounds) }
  }

  public mutating func optionalNumber(
    _ name: String, in bounds: ClosedRange<Double>, unit: String? = nil, help: String
  ) -> Double? {
    field(
      .init(name: name, kind: .number, unit: unit, bounds: bounds, help: help),
      fallback: .some(nil), placeholder: nil
    ) { node, scope in Self.readNumber(node, scope, in: bounds) }
  }

  public mutating func integer(
    _ name: String, default fallback: Int? = nil, in bounds: ClosedRange<Int>,
    unit: String? = nil, help: String
  ) -> Int {
    let range = Double(bounds.lowerBound)...Double(bounds.upperBound)
    return field(
      .init(
        name: name, kind: .integer, unit: unit, fallback: fallback.map { .int($0) },
        isRequired: fallback == nil, bounds: range, help: help), fallback: fallback,
      placeholder: bounds.lowerBound
    ) { node, scope in Self.readInteger(node, scope, in: range) }
  }

  public mutating func optionalInteger(
    _ name: String, in bounds: ClosedRange<Int>, unit: String? = nil, help: String
  ) -> Int? {
    let range = Double(bounds.lowerBound)...Double(bounds.upperBound)
    return field(
      .init(name: name, kind: .integer, unit: unit, bounds: range, help: help),
      fallback: .some(nil), placeholder: nil
    ) { node, scope in Self.readInteger(node, scope, in: range) }
  }

  public mutating func flag(_ name: String, default fallback: Bool, help: String) -> Bool {
    field(
      .init(name: name, kind: .flag, fallback: .bool(fallback), help: help), fallback: fallback,
      placeholder: fallback, read: Self.readFlag)
  }

  public mutating func optionalFlag(_ name: String, help: String) -> Bool? {
    field(.init(name: name, kind: .flag, help: help), fallback: .some(nil), placeholder: nil) {
      node, scope in Self.readFlag(node, scope)
    }
  }

  private static func readFlag(_ node: JSONNode, _ scope: Scope) -> Bool? {
    if case .bool(let flag) = node.value { return flag }
    var message = "expected true or false, found \(node.summary)"
    if case .string(let text) = node.value, ["true", "false"].contains(text) {
      message += "; write it without quotes"
    }
    scope.report(message, at: node)
    return nil
  }

  /// Written `"15m"`, `"24h"`, `"250ms"`.
  public mutating func duration(
    _ name: String, default fallback: Duration? = nil,
    in bounds: ClosedRange<Duration> = .zero ... .seconds(366 * 86_400), help: String
  ) -> Duration {
    field(
      Self.durationField(name, fallback, bounds, isRequired: fallback == nil, help),
      fallback: fallback, placeholder: bounds.lowerBound
    ) { node, scope in Self.readDuration(node, scope, in: bounds) }
  }

  public mutating func optionalDuration(
    _ name: String, in bounds: ClosedRange<Duration> = .zero ... .seconds(366 * 86_400),
    help: String
  ) -> Duration? {
    field(
      Self.durationField(name, nil, bounds, isRequired: false, help), fallback: .some(nil),
      placeholder: nil
    ) { node, scope in Self.readDuration(node, scope, in: bounds) }
  }

  public mutating func choice<Choice: RawRepresentable & CaseIterable & Sendable>(
    _ name: String, default fallback: Choice? = nil, help: String
  ) -> Choice where Choice.RawValue == String {
    field(
      .init(
        name: name, kind: .choice(Choice.allCases.map(\.rawValue)),
        fallback: fallback.map { .string($0.rawValue) }, isRequired: fallback == nil, help: help),
      fallback: fallback, placeholder: Choice.allCases[Choice.allCases.startIndex],
      read: Self.readChoice)
  }

  /// One of `values`, which are known only now.
  public mutating func choice(
    _ name: String, of values: [String], default fallback: String? = nil, help: String
  ) -> String {
    field(
      .init(
        name: name, kind: .choice(values), fallback: fallback.map { .string($0) },
        isRequired: fallback == nil, help: help), fallback: fallback, placeholder: ""
    ) { node, scope in Self.readChoice(node, scope, among: values) }
  }

  public mutating func optionalChoice(_ name: String, of values: [String], help: String)
    -> String?
  {
    field(
      .init(name: name, kind: .choice(values), help: help), fallback: .some(nil),
      placeholder: nil
    ) { node, scope in Self.readChoice(node, scope, among: values) }
  }

  public mutating func optionalChoice<Choice: RawRepresentable & CaseIterable & Sendable>(
    _ name: String, help: String
  ) -> Choice? where Choice.RawValue == String {
    field(
      .init(name: name, kind: .choice(Choice.allCases.map(\.rawValue)), help: help),
      fallback: .some(nil), placeholder: nil, read: Self.readChoice)
  }

  public mutating func choices<Choice: RawRepresentable & CaseIterable & Sendable>(
    _ name: String, default fallback: [Choice], help: String
  ) -> [Choice] where Choice.RawValue == String {
    field(
      .init(
        name: name, kind: .array(of: .choice(Choice.allCases.map(\.rawValue))),
        fallback: .array(fallback.map { .string($0.rawValue) }), help: help),
      fallback: fallback, placeholder: fallback
    ) { node, scope in Self.readArray(node, scope, element: Self.readChoice) }
  }
}

extension Fields {
  static func readString(_ node: JSONNode, _ scope: Scope) -> String? {
    if case .string(let text) = node.value { return text }
    var message = "expected a string, found \(node.summary)"
    if case .number = node.value { message += "; write it in double quotes" }
    scope.report(message, at: node)
    return nil
  }

  static func readArray<Element>(
    _ node: JSONNode, _ scope: Scope, count: ClosedRange<Int>? = nil,
    element: (JSONNode, Scope) -> Element?
  ) -> [Element]? {
    guard case .array(let nodes) = node.value else {
      scope.report("expected an array, found \(node.summary)", at: node)
      return nil
    }
    if let count, !count.contains(nodes.count) {
      let bound =
        nodes.count < count.lowerBound
        ? "at least \(count.lowerBound)" : "at most \(count.upperBound)"
      scope.report("expected \(bound) of them, found \(nodes.count)", at: node)
      return nil
    }
    return nodes.enumerated().compactMap { element($1, scope.element($0)) }
  }

  private static func readNumber(
    _ node: JSONNode, _ scope: Scope, in bounds: ClosedRange<Double>
  ) -> Double? {
    if case .number(let number) = node.value, bounds.contains(number) { return number }
    let low = JSONValue.number(bounds.lowerBound).text()
    let high = JSONValue.number(bounds.upperBound).text()
    var message = "expected a number from \(low) to \(high), found \(node.summary)"
    if case .string(let text) = node.value, Double(text) != nil {
      message += "; write it without quotes"
    }
    scope.report(message, at: node)
    return nil
  }

  private static func readInteger(
    _ node: JSONNode, _ scope: Scope, in bounds: ClosedRange<Double>
  ) -> Int? {
    guard let number = readNumber(node, scope, in: bounds) else { return nil }
    if let whole = Int(exactly: number) { return whole }
    scope.report("expected a whole number, found \(node.summary)", at: node)
    return nil
  }

  private static func readDuration(
    _ node: JSONNode, _ scope: Scope, in bounds: ClosedRange<Duration>
  ) -> Duration? {
    if case .string(let text) = node.value, let duration = Duration(text: text),
      bounds.contains(duration)
    {
      return duration
    }
    scope.report(
      "expected a duration such as \"15m\" or \"24h\" from \(bounds.lowerBound.text) to "
        + "\(bounds.upperBound.text), found \(node.summary)", at: node)
    return nil
  }

  private static func readChoice<Choice: RawRepresentable & CaseIterable & Sendable>(
    _ node: JSONNode, _ scope: Scope
  ) -> Choice? where Choice.RawValue == String {
    readChoice(node, scope, among: Choice.allCases.map(\.rawValue)).flatMap(Choice.init(rawValue:))
  }

  private static func readChoice(_ node: JSONNode, _ scope: Scope, among names: [String])
    -> String?
  {
    guard case .string(let text) = node.value else {
      scope.report(
        "expected one of \(names.joined(separator: ", ")), found \(node.summary)", at: node)
      return nil
    }
    if names.contains(text) { return text }
    var message = "expected one of \(names.joined(separator: ", ")), found \(node.summary)"
    if let near = nearestName(to: text, among: names) { message += "; did you mean \"\(near)\"?" }
    scope.report(message, at: node)
    return nil
  }

  private static func durationField(
    _ name: String, _ fallback: Duration?, _ bounds: ClosedRange<Duration>, isRequired: Bool,
    _ help: String
  ) -> FieldDescription {
    FieldDescription(
      name: name, kind: .duration, fallback: fallback.map { .string($0.text) },
      isRequired: isRequired, bounds: bounds.lowerBound.seconds...bounds.upperBound.seconds,
      help: help)
  }
}

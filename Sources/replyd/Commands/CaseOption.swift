import ArgumentParser

/// One of a closed set of names.
struct CaseOption<Value>: ExpressibleByArgument, Sendable
where Value: RawRepresentable<String> & CaseIterable & Sendable {
  let value: Value

  init?(argument: String) {
    guard let value = Value(rawValue: argument) else { return nil }
    self.value = value
  }

  static var allValueStrings: [String] { Value.allCases.map(\.rawValue) }
}

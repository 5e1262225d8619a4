/// What holds between two fields of one object, declared so that the schema can say it too.
extension Fields {
  /// `name`, declared before, may not be left out when the choice `other` is one of `values`.
  public mutating func need<Choice: RawRepresentable>(
    _ name: String, when other: String, is values: [Choice], _ reason: String
  ) where Choice.RawValue == String {
    let circumstance = Circumstance(other, is: values.map(\.rawValue))
    annotate(name) { $0.neededWhen = circumstance }
    guard let value = text(of: other), circumstance.values.contains(value), member(name) == nil
    else { return }
    report("\"\(name)\" is required here, because \(found(other, value)): \(reason)", at: other)
  }

  /// `name`, declared before, has no meaning when the choice `other` is one of `values`.
  public mutating func refuse<Choice: RawRepresentable>(
    _ name: String, when other: String, is values: [Choice], _ reason: String
  ) where Choice.RawValue == String {
    let circumstance = Circumstance(other, is: values.map(\.rawValue))
    annotate(name) { $0.refusedWhen = circumstance }
    guard let value = text(of: other), circumstance.values.contains(value), member(name) != nil
    else { return }
    report("remove this, because \(found(other, value)): \(reason)", at: name)
  }

  private func found(_ field: String, _ value: String) -> String { "\"\(field)\" is \"\(value)\"" }

  /// What stands there, else the default.
  private func text(of field: String) -> String? {
    guard scope != nil else { return nil }
    guard let node = member(field) else {
      return descriptions.last { $0.name == field }?.fallback?.string
    }
    if case .string(let text) = node.value { return text }
    return nil
  }

  private func report(_ message: String, at field: String) {
    guard let scope else { return }
    scope.inside(field).report(message, at: member(field)?.position ?? position)
  }
}

import PluginKit

extension JSONNode {
  /// This result read as `type`; throws all that is wrong with it.
  func read<Value: Settings>(_ type: Value.Type) throws(WireProblem) -> Value {
    var issues: [SettingsIssue] = []
    let value = Value.decode(self, file: "result", source: NoFiles(), issues: &issues)
    if issues.isEmpty { return value }
    let words = issues.prefix(3).map { $0.path.isEmpty ? $0.message : "\($0.path): \($0.message)" }
    throw WireProblem(description: words.joined(separator: "; ").shown)
  }
}

/// A result that is not of the form that docs/protocol.md gives.
struct WireProblem: Error, Sendable, CustomStringConvertible {
  let description: String
}

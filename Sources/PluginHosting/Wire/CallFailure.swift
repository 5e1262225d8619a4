package import PluginKit

/// Why a call to a plugin has no result.
package enum CallFailure: Error, Sendable, CustomStringConvertible {
  /// It never reached the plugin.
  case unsent(String)
  /// The plugin said so itself; its process is well.
  case answered(message: String, code: Int, data: JSONNode?)
  /// Late, dead, or not the protocol: the process is killed.
  case broken(String)

  package var description: String {
    switch self {
    case .unsent(let why), .answered(let why, _, _), .broken(let why): why
    }
  }

  /// `kind` of the error's `data`.
  var kind: String? {
    guard case .answered(_, _, let data) = self, case .string(let kind)? = data?["kind"]?.value
    else { return nil }
    return kind
  }

  /// `after` of the error's `data`.
  var after: Duration? {
    guard case .answered(_, _, let data) = self, case .string(let text)? = data?["after"]?.value
    else { return nil }
    return Duration(text: text).map { min($0, .hours(1)) }
  }
}

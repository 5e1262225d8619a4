/// Why there is no sentence encoder, in words for the operator.
public enum EncoderFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// There is no `encoder.json` in the folder.
  case none(folder: String)
  case facts(String)
  case missing(path: String)
  case unreadable(path: String, reason: String)
  case tooLarge(path: String, limit: Int)
  /// The bytes are not those that the facts name.
  case changed(path: String)
  case vocabulary(String)
  /// The runtime's library cannot be used.
  case library(String)
  /// The runtime refuses the model, or computes something else than vectors with it.
  case model(String)

  public var description: String {
    switch self {
    case .none(let folder): "there is no encoder in \(folder); `make models` fetches one"
    case .facts(let reason): reason
    case .missing(let path): "\(path) is missing; `make models` fetches it"
    case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
    case .tooLarge(let path, let limit): "\(path) has more than \(limit) bytes"
    case .changed(let path):
      "\(path) is not the file that encoder.json names (SHA-256): `make models` fetches it again"
    case .vocabulary(let reason): "the vocabulary cannot be used: \(reason)"
    case .library(let reason): "the ONNX Runtime cannot be used: \(reason)"
    case .model(let reason): "the model cannot be used: \(reason)"
    }
  }

  /// Whether there is simply none, rather than one that cannot be used.
  public var isAbsence: Bool {
    if case .none = self { true } else { false }
  }
}

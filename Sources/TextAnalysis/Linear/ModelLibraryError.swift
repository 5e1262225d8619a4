/// Why a model could not be loaded.
public enum ModelLibraryError: Error, Equatable, Sendable, CustomStringConvertible {
  case unreadable(path: String, reason: String)
  case tooLarge(path: String)
  case unusable(name: String, path: String, reason: ModelError)

  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "The model \(path) cannot be read (\(reason)); make it readable or unset REPLYD_MODELS."
    case .tooLarge(let path):
      "The model \(path) is larger than \(ModelLibrary.fileSizeLimit) bytes; check the path."
    case .unusable(let name, let path, let reason):
      "The model \"\(name)\" from \(path) cannot be used: \(reason)"
    }
  }
}

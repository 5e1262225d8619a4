/// Why a file of the config could not be read; one sentence each for the operator.
public enum FileFailure: Error, Sendable, Hashable, CustomStringConvertible {
  case missing
  case unreadable(String)
  case notRegular
  case tooLarge(limit: Int)
  /// All documents of one load together.
  case tooMuch(limit: Int)
  case readableByOthers(mode: Int)
  case empty
  case notText

  public var description: String {
    switch self {
    case .missing: "there is no such file; create it or correct the path"
    case .unreadable(let why): "the system says \"\(why)\"; check the path and its permissions"
    case .notRegular: "it is a folder, pipe or device; name a regular file"
    case .tooLarge(let limit): "it is larger than \(limit / 1024) KiB; split it or name another"
    case .tooMuch(let limit):
      "the documents together are larger than \(limit / 1024) KiB; shorten or remove some"
    case .readableByOthers(let mode):
      "its mode \(String(mode, radix: 8)) lets others read it; run: chmod 600 on it"
    case .empty: "it is empty; write the secret into it"
    case .notText: "it is not UTF-8 text; write the secret as text"
    }
  }
}

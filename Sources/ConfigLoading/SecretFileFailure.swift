/// A secret file that cannot be used. Never holds what is in the file.
public struct SecretFileFailure: Error, Sendable, Hashable, CustomStringConvertible {
  public var file: String
  public var failure: FileFailure

  public init(file: String, failure: FileFailure) {
    self.file = file
    self.failure = failure
  }

  public var description: String {
    if case .readableByOthers(let mode) = failure {
      return "\(file) can be read by others (mode \(String(mode, radix: 8))); "
        + "run: chmod 600 '\(file)'"
    }
    return "\(file): \(failure)"
  }
}

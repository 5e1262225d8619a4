/// Why a model's bytes were refused.
public enum ModelError: Error, Equatable, Sendable, CustomStringConvertible {
  case notAModel
  case unknownVersion(Int)
  /// Trained for other features than this build computes.
  case otherFeatures(recipe: UInt32)
  case badHeader(String)
  case wrongLength(expected: Int, found: Int)
  case checksumMismatch

  public var description: String {
    switch self {
    case .notAModel: "This is no replyd model file; check the path."
    case .unknownVersion(let version):
      "The model has file version \(version); train it again with this build."
    case .otherFeatures(let recipe):
      "The model was trained for feature recipe \(recipe); train it again with this build."
    case .badHeader(let what):
      "The model's header is damaged (\(what)); install the file again."
    case .wrongLength(let expected, let found):
      "The model has \(found) bytes, not \(expected); install the file again."
    case .checksumMismatch: "The model's checksum does not match; install the file again."
    }
  }
}

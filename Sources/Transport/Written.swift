/// Whether any byte of a failed request may have reached the peer.
public enum Written: Sendable, Equatable {
  /// Proven: no byte of the request left this machine. A repeat is safe.
  case never
  /// Some of it was written, so the peer may have acted on it. A repeat is not safe.
  case maybe
}

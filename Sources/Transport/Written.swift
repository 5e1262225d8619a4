/// Whether the peer may have acted on a failed call.
public enum Written: Sendable, Equatable {
  /// Proven: no byte of the request left this machine; of a mail, that the server did not take it,
  /// since it never got the end or refused it. A repeat is safe.
  case never
  /// Enough of it was written for the peer to have acted on it. A repeat is not safe.
  case maybe
}

/// An HTTP(S) client with kept-alive connections, on one thread of its own. Share one per trust
/// setting. Dropping the last reference ends it; calls keep their client alive.
public final class HTTPClient: Sendable {
  public let configuration: Configuration
  let loop: CurlLoop

  public init(configuration: Configuration = Configuration()) {
    self.configuration = configuration
    loop = CurlLoop(
      CurlLimits(
        inFlight: max(1, configuration.maxInFlight), waiting: max(0, configuration.maxWaiting),
        connectionsPerHost: max(1, configuration.maxConnectionsPerHost)))
  }

  /// Sends once and returns the final response, whatever its status. Only GET and HEAD may be sent
  /// a second time, when a kept-alive connection turns out to be closed. Cancelling the task ends
  /// the call with `.cancelled`.
  public func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
    try request.check()
    let configuration = configuration
    let outcome: HTTPTransfer.Outcome = await loop.run { refusal in
      let kind = refusal == .overloaded ? TransportFailure.Kind.overloaded : .shutdown
      return .failure(kind.refusal(request.subject))
    } make: { continuation in
      HTTPTransfer(request, configuration, continuation)
    }
    return try outcome.get()
  }

  /// Fails all open calls with `.shutdown`, closes all connections and returns when the thread is
  /// done with them. Later calls fail with `.shutdown`.
  public func shutdown() async {
    loop.stop()
    await loop.ended()
  }
}

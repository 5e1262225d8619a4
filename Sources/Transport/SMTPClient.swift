/// Hands mails to one server, one after the other, each in a session of its own, on a thread of its
/// own. Dropping the last reference ends it; calls keep their client alive.
///
/// libcurl waits for the reply to a mail's end without a pause: a call that is cancelled meanwhile,
/// and `shutdown`, wait with it, up to the timeouts.
public final class SMTPClient: Sendable {
  public let configuration: Configuration
  private let loop: CurlLoop

  public init(_ configuration: Configuration) {
    self.configuration = configuration
    loop = CurlLoop(
      CurlLimits(
        inFlight: 1, waiting: max(0, configuration.maxWaiting), connectionsPerHost: 1))
  }

  /// Hands one mail in, once; returns when the server has taken it for at least one recipient.
  ///
  /// - Throws: a failure whose `written` is `.never` when the server provably did not take it, and
  ///   `.maybe` when it got the end of the mail and no reply to that came back. `status` is the
  ///   server's where it refused; with several recipients refused, a 4yz if there is one.
  public func send(_ mail: Mail) async throws(TransportFailure) -> SMTPReceipt {
    let configuration = configuration
    if let problem = mail.problem(maxBytes: configuration.maxMessageBytes) {
      throw TransportFailure(
        kind: .invalidRequest, message: "\(configuration.subject): it was not sent: \(problem).",
        written: .never)
    }
    let outcome: SMTPTransfer.Outcome = await loop.run { refusal in
      let kind = refusal == .overloaded ? TransportFailure.Kind.overloaded : .shutdown
      return .failure(kind.refusal(configuration.subject))
    } make: { continuation in
      SMTPTransfer(mail, configuration, continuation)
    }
    return try outcome.get()
  }

  /// Fails all open calls with `.shutdown` and returns when the thread is done.
  public func shutdown() async {
    loop.stop()
    await loop.ended()
  }
}

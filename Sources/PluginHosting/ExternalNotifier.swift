public import PluginKit

/// A notifier that is a program.
public struct ExternalNotifier: Notifier {
  public let hosted: HostedPlugin

  public init(_ launch: PluginLaunch) { hosted = HostedPlugin(launch) }

  public func notify(_ notification: HandoffNotification) async throws(NotifyFailure) {
    try await tell(.wire(notification))
  }

  /// Programs that know no digest get each handoff by itself: so when they answer an error to one,
  /// unless they ask for a repeat.
  public func digest(_ digest: DigestNotification) async throws(NotifyFailure) {
    do throws(CallFailure) {
      try await call(.wire(digest))
    } catch {
      guard digest.kind == .waiting, case .answered = error, error.kind != "retry" else {
        throw Self.failure(error)
      }
      for notification in digest.handoffs { try await notify(notification) }
    }
  }

  public func alarm(_ alarm: AlarmNotification) async throws(NotifyFailure) {
    try await tell(.wire(alarm))
  }

  private func tell(_ notification: JSONValue) async throws(NotifyFailure) {
    do throws(CallFailure) {
      try await call(notification)
    } catch {
      throw Self.failure(error)
    }
  }

  private func call(_ notification: JSONValue) async throws(CallFailure) {
    let params: JSONValue = ["notification": notification]
    _ = try await hosted.pool.call("notify", params.bytes).get()
  }

  private static func failure(_ failure: CallFailure) -> NotifyFailure {
    if failure.kind == "refused" { return .refused(failure.description) }
    return .retry(after: failure.after, failure.description)
  }
}

import Foundation
public import PluginKit
public import Transport

/// What a target's answer, or its silence, means for a notification.
extension NotifyFailure {
  /// Blocked and invalid addresses are final; everything else may pass.
  public init(_ failure: TransportFailure) {
    switch failure.kind {
    case .blockedAddress:
      self = .refused("\(failure.message) Set \"allowPrivateTargets\" if this address is yours.")
    case .invalidURL, .invalidRequest: self = .refused(failure.message)
    default: self = .retry(after: nil, failure.message)
    }
  }

  /// nil for 2xx. 408, 425, 429 and 5xx are tried again, any other status is final.
  ///
  /// - Parameter setting: where the operator corrects the address.
  public init?(_ response: HTTPResponse, setting: String) {
    let status = response.status
    switch status {
    case 200...299: return nil
    case 300...399:
      self = .refused(
        "the target redirects (\(status)): set \"\(setting)\" to the final address")
    case 401, 403:
      self = .refused("the target does not let us in (\(status)): check its secret")
    case 404, 410:
      self = .refused("the target is gone (\(status)): configure another \"\(setting)\"")
    case 408, 425, 429: self = .retry(after: response.wait, "the target answered \(status)")
    case 400...499: self = .refused("the target refuses the notification (\(status))")
    default: self = .retry(after: response.wait, "the target answered \(status)")
    }
  }

  /// The same with what the target said about it.
  func saying(_ words: String?) -> NotifyFailure {
    guard let words, !words.isEmpty else { return self }
    return switch self {
    case .retry(let after, let why): .retry(after: after, "\(why): \(words)")
    case .refused(let why): .refused("\(why): \(words)")
    }
  }
}

extension HTTPResponse {
  /// Longer waits than a day are not believed.
  private static let longestWait = 86_400.0

  /// How long the target asks us to wait: the longest of `Retry-After` in seconds and of the body's
  /// `retry_after`, as Discord and Slack write it, or `parameters.retry_after`, as Telegram does.
  public var wait: Duration? {
    let body = json
    let asked = [
      headers["Retry-After"].flatMap { Double($0) }, body?["retry_after"]?.number,
      body?["parameters"]?["retry_after"]?.number,
    ]
    let seconds = asked.compactMap { $0 }.filter { (0...Self.longestWait).contains($0) }.max()
    return seconds.map { .milliseconds(Int64(($0 * 1000).rounded(.up))) }
  }

  /// The body, where it is JSON.
  public var json: JSONValue? {
    do { return try JSONReader.read(body).plain } catch { return nil }
  }

  /// The body as text.
  public var text: String { String(decoding: body, as: UTF8.self) }
}

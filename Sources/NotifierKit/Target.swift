import Foundation
public import PluginKit
import Synchronization
public import Transport

/// One place to post to. Redirects are not followed, and no failure's words hold a secret.
public final class Target: Sendable {
  /// Of what a target said, in characters.
  static let maxWords = 200
  /// A shorter piece of an address is no secret.
  static let minSecret = 12

  private let client: HTTPClient
  private let setting: String
  private let secrets: [String]
  private let endsWhenGone: Bool
  private let gone = Mutex(false)

  /// - Parameter setting: where the operator corrects the address.
  /// - Parameter secrets: what must never be shown, also in pieces.
  /// - Parameter endsWhenGone: after 404 or 410 nothing is sent any more until the config is read
  ///   again: for addresses that are revoked for good, and whose owner punishes calls to them.
  public init(
    _ client: HTTPClient, setting: String, secrets: [Secret], endsWhenGone: Bool = false
  ) {
    self.client = client
    self.setting = setting
    self.secrets = secrets.map { $0.reveal() }.filter { !$0.isEmpty }
    self.endsWhenGone = endsWhenGone
  }

  /// Sends once; returns the answer if its status is 2xx.
  ///
  /// - Parameter reason: what the target says went wrong, for the operator; it is cleaned here.
  public func post(
    _ request: HTTPRequest, reason: (HTTPResponse) -> String? = { _ in nil }
  ) async throws(NotifyFailure) -> HTTPResponse {
    guard !gone.withLock({ $0 }) else {
      throw .refused("the target is gone: configure another \"\(setting)\"")
    }
    let response: HTTPResponse
    do {
      response = try await client.send(request)
    } catch {
      throw NotifyFailure(error)
    }
    guard let failure = NotifyFailure(response, setting: setting) else { return response }
    if endsWhenGone, [404, 410].contains(response.status) { gone.withLock { $0 = true } }
    throw failure.saying(reason(response).map(shown))
  }

  /// A target's words on one line, without the secrets.
  public func shown(_ words: String) -> String {
    var words = words
    for secret in secrets {
      let parts = secret.split(whereSeparator: { "/?&=:-".contains($0) })
      let pieces = parts.filter({ $0.count >= Self.minSecret }).map { String($0) }
      for piece in [secret] + pieces {
        words = words.replacingOccurrences(of: piece, with: "<secret>")
      }
    }
    return PlainText.line(words, limit: Self.maxWords)
  }
}

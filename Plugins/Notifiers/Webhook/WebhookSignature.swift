import Crypto
import Foundation
import PluginKit

/// The symmetric signature of Standard Webhooks 1.0 (standardwebhooks.com, "Signature scheme").
struct WebhookSignature: Sendable {
  private static let prefix = "whsec_"

  private let key: SymmetricKey

  /// - Throws: when what follows `whsec_` is not base64.
  init(secret: Secret) throws(PluginFailure) {
    let text = secret.reveal()
    guard text.hasPrefix(Self.prefix) else {
      key = SymmetricKey(data: Data(text.utf8))
      return
    }
    guard let bytes = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))),
      !bytes.isEmpty
    else {
      throw PluginFailure(
        "the secret \"signingSecret\" has no valid base64 after \"whsec_\"",
        field: "signingSecret")
    }
    key = SymmetricKey(data: bytes)
  }

  /// The value of `webhook-signature`.
  func header(id: String, timestamp: Int, body: Data) -> String {
    let signed = Data("\(id).\(timestamp).".utf8) + body
    let code = HMAC<SHA256>.authenticationCode(for: signed, using: key)
    return "v1,\(Data(code).base64EncodedString())"
  }
}

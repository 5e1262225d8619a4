import Crypto
public import Engine
public import Foundation
public import PluginKit

/// Signs the links in notifications, and checks those that come back.
public struct LinkSigner: LinkMaking {
  /// Bytes of a key.
  public static let keyLength = 32

  private let base: String
  private let validFor: Duration
  private let key: SymmetricKey

  /// - Parameters:
  ///   - key: `keyLength` random bytes. Another key makes all earlier links invalid.
  ///   - settings: where the links lead, and how long they act.
  public init(key: [UInt8], settings: LinkSettings) {
    self.key = SymmetricKey(data: key)
    base = settings.url
    validFor = settings.validFor
  }

  public func links(handoffs: [Int64], person: String?, key: String, at: Date) -> HandoffLinks? {
    guard (1...LinkToken.handoffLimit).contains(handoffs.count), handoffs.allSatisfy({ $0 > 0 }),
      (person ?? "").utf8.count <= LinkToken.personLimit
    else { return nil }
    let nonce = Array(code("nonce of a link\0", Array(key.utf8)).prefix(LinkToken.nonceLength))
    func link(_ action: LinkAction) -> String {
      let token = LinkToken(
        action: action, expiry: at + validFor, nonce: nonce, person: person, handoffs: handoffs)
      return "\(base)/\(text(of: token))"
    }
    return HandoffLinks(take: link(.take), snooze: link(.snooze), close: link(.close))
  }

  func text(of token: LinkToken) -> String {
    Base64URL.text(token.bytes + code(Self.purpose, token.bytes))
  }

  /// How long after its link has expired no copy of it can be valid: one that was made later, for
  /// the same notification, lasts so much longer.
  var copiesLast: Duration { validFor }

  /// The signature is compared in constant time, before anything in the text is believed.
  func token(_ text: String, now: Date) throws(LinkFault) -> LinkToken {
    guard (LinkToken.textLeast...LinkToken.textLimit).contains(text.utf8.count),
      let all = Base64URL.bytes(text), all.count > LinkToken.signatureLength
    else { throw .malformed }
    let signed = all.dropLast(LinkToken.signatureLength)
    let isOurs = HMAC<SHA256>.isValidAuthenticationCode(
      all.suffix(LinkToken.signatureLength), authenticating: Array(Self.purpose.utf8) + signed,
      using: key)
    guard isOurs else { throw .forged }
    guard let token = LinkToken(bytes: signed) else { throw .malformed }
    guard now < token.expiry else { throw .expired(token.expiry) }
    return token
  }

  /// What the key is used for: no code of one purpose passes for another.
  private static let purpose = "link in a notification\0"

  private func code(_ purpose: String, _ bytes: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: Array(purpose.utf8) + bytes, using: key))
  }
}

import Crypto
import Foundation

/// What a link does.
enum LinkAction: UInt8, Sendable, CaseIterable {
  case take = 1
  case snooze = 2
  case close = 3
}

/// Why a link's text is not taken.
enum LinkFault: Error, Sendable, Hashable {
  /// It is no link at all: cut off, or something else.
  case malformed
  /// Its signature is not ours.
  case forged
  case expired(Date)
}

/// What a link carries under its signature.
///
/// In bytes: version, action, expiry in minutes since 1970 (4, big endian), nonce (8), length of
/// the person's id and the id, number of handoffs and their ids (LEB128 each), HMAC-SHA-256 (32)
/// of all before it; as base64url without padding.
struct LinkToken: Sendable, Hashable {
  static let version: UInt8 = 1
  static let nonceLength = 8
  static let signatureLength = 32
  /// Bytes of a person's id.
  static let personLimit = 64
  static let handoffLimit = 100
  /// Characters of the longest link's text, and of the shortest.
  static let textLimit = 1400
  static let textLeast = 64

  var action: LinkAction
  /// Whole minutes.
  var expiry: Date
  var nonce: [UInt8]
  var person: String?
  var handoffs: [Int64]

  /// The same for each copy of one link, whenever it expires.
  var id: String {
    var content = [Self.version, action.rawValue] + nonce
    append(to: &content)
    return Base64URL.text(Array(SHA256.hash(data: content).prefix(16)))
  }

  /// All but the signature.
  var bytes: [UInt8] {
    let minutes = UInt32(clamping: Int64((expiry.timeIntervalSince1970 / 60).rounded(.up)))
    var bytes = [Self.version, action.rawValue]
    bytes += (0..<4).reversed().map { UInt8(truncatingIfNeeded: minutes >> ($0 * 8)) }
    bytes += nonce
    append(to: &bytes)
    return bytes
  }

  private func append(to bytes: inout [UInt8]) {
    let name = Array((person ?? "").utf8)
    bytes.append(UInt8(name.count))
    bytes += name
    bytes.append(UInt8(handoffs.count))
    for handoff in handoffs {
      var rest = UInt64(bitPattern: handoff)
      while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }
  }
}

extension LinkToken {
  /// nil unless `bytes` are exactly what `bytes` writes.
  init?(bytes: ArraySlice<UInt8>) {
    var rest = bytes
    guard rest.popFirst() == Self.version, let action = rest.popFirst().flatMap(LinkAction.init),
      rest.count >= 4 + Self.nonceLength
    else { return nil }
    let minutes = rest.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let nonce = Array(rest.dropFirst(4).prefix(Self.nonceLength))
    rest = rest.dropFirst(4 + Self.nonceLength)
    guard let length = rest.popFirst(), length <= Self.personLimit, rest.count > length,
      let person = String(validating: rest.prefix(Int(length)), as: UTF8.self)
    else { return nil }
    rest = rest.dropFirst(Int(length))
    guard let count = rest.popFirst(), (1...Self.handoffLimit).contains(Int(count)) else {
      return nil
    }
    var handoffs: [Int64] = []
    for _ in 0..<count {
      guard let handoff = Self.number(&rest) else { return nil }
      handoffs.append(handoff)
    }
    self.init(
      action: action, expiry: Date(timeIntervalSince1970: Double(minutes) * 60), nonce: nonce,
      person: person.isEmpty ? nil : person, handoffs: handoffs)
    guard rest.isEmpty, self.bytes == Array(bytes) else { return nil }
  }

  private static func number(_ rest: inout ArraySlice<UInt8>) -> Int64? {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = rest.popFirst() else { return nil }
      number |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return Int64(exactly: number) }
    }
    return nil
  }
}

/// base64url without padding (RFC 4648, section 5), in its one canonical form.
enum Base64URL {
  static func text(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  /// nil for anything that `text` does not write.
  static func bytes(_ text: String) -> [UInt8]? {
    let plain = text.replacing("-", with: "+").replacing("_", with: "/")
    let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
    guard let data = Data(base64Encoded: plain + padding) else { return nil }
    let bytes = Array(data)
    return Self.text(bytes) == text ? bytes : nil
  }
}

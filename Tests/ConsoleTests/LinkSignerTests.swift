import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Console

/// A link is ours to the last bit, or it is nothing.
struct LinkSignerTests {
  private static let key = (0..<32).map { UInt8($0) }
  private let signer = LinkSigner(
    key: Self.key, settings: LinkSettings(url: "https://desk.example/replyd/", listen: nil))
  private let now = fixtureTime

  private func text(
    _ handoffs: [Int64] = [12], person: String? = nil, key: String = "n", at: Date = fixtureTime,
    _ action: KeyPath<HandoffLinks, String> = \.take
  ) throws -> String {
    let links = try #require(signer.links(handoffs: handoffs, person: person, key: key, at: at))
    let url = links[keyPath: action]
    #expect(url.hasPrefix("https://desk.example/replyd/"))
    return String(url.dropFirst("https://desk.example/replyd/".count))
  }

  private func fault(_ text: String, now: Date = fixtureTime) -> LinkFault? {
    do {
      _ = try signer.token(text, now: now)
      return nil
    } catch { return error }
  }

  @Test func aLinkCarriesWhatItWasMadeFor() throws {
    let token = try signer.token(
      try text([12, 1 << 40], person: "ana", \.snooze), now: now)
    #expect(token.action == .snooze && token.person == "ana")
    #expect(token.handoffs == [12, 1 << 40])
    #expect(abs(token.expiry.timeIntervalSince(now + .hours(72))) <= 60)
  }

  @Test func eachFlippedBitIsNoticed() throws {
    let text = try text([12], person: "ana")
    let bytes = try #require(Base64URL.bytes(text))
    for index in bytes.indices {
      for bit in 0..<8 {
        var forged = bytes
        forged[index] ^= 1 << bit
        #expect(fault(Base64URL.text(forged)) == .forged, "byte \(index), bit \(bit)")
      }
    }
    #expect(fault(text) == nil)
  }

  @Test func eachOtherCharacterIsNoticed() throws {
    let text = Array(try text())
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=.% ")
    for index in text.indices {
      for other in alphabet where other != text[index] {
        var forged = text
        forged[index] = other
        #expect(fault(String(forged)) != nil, "\(index) as \(other)")
      }
    }
    for count in text.indices { #expect(fault(String(text.prefix(count))) != nil) }
    for more in ["A", "=", "==", "/", "AAAA"] { #expect(fault(String(text) + more) != nil) }
  }

  @Test func anotherActionIsForged() throws {
    var bytes = try #require(Base64URL.bytes(try text()))
    #expect(bytes[1] == LinkAction.take.rawValue)
    bytes[1] = LinkAction.close.rawValue
    #expect(fault(Base64URL.text(bytes)) == .forged)
  }

  @Test func anotherKeysLinkIsForged() throws {
    let other = LinkSigner(
      key: Self.key.reversed(), settings: LinkSettings(url: "https://a.example", listen: nil))
    let links = try #require(other.links(handoffs: [1], person: nil, key: "n", at: now))
    #expect(fault(String(links.take.dropFirst("https://a.example/".count))) == .forged)
  }

  @Test func itEndsWithItsTime() throws {
    let text = try text()
    let end = try signer.token(text, now: now).expiry
    #expect(fault(text, now: end - .seconds(1)) == nil)
    #expect(fault(text, now: end) == .expired(end))
    #expect(fault(text, now: end + .hours(24 * 3660)) == .expired(end))
  }

  @Test func theSameNotificationGivesTheSameLink() throws {
    let first = try text()
    let others = [try text(key: "m"), try text([13]), try text(person: "ana")]
    #expect(try text() == first)
    #expect(!others.contains(first))
    let late = try signer.token(try text(at: now + .hours(9)), now: now)
    let early = try signer.token(try text(), now: now)
    #expect(late != early && late.id == early.id, "of the copies, one acts")
    let ids = try [\HandoffLinks.take, \.snooze, \.close].map {
      try signer.token(text([12], $0), now: now).id
    }
    #expect(Set(ids).count == 3)
    let personal = try signer.token(try text(person: "ana"), now: now)
    #expect(personal.id != early.id)
  }

  @Test func aLinkIsShort() throws {
    let longest = try text([.max], person: String(repeating: "ä", count: 32))
    #expect(longest.utf8.count < 300, "\(longest.utf8.count)")
    #expect(try text().utf8.count < 100)
    #expect(fault(longest) == nil)
  }

  @Test func aGroupHasItsLimit() throws {
    let most = (1...100).map { Int64.max - Int64($0) }
    let token = try signer.token(
      try text(most, person: String(repeating: "p", count: 64)), now: now)
    #expect(token.handoffs == most)
    #expect(signer.links(handoffs: [], person: nil, key: "n", at: now) == nil)
    #expect(signer.links(handoffs: most + [1], person: nil, key: "n", at: now) == nil)
    #expect(signer.links(handoffs: [0], person: nil, key: "n", at: now) == nil)
    let name = String(repeating: "p", count: 65)
    #expect(signer.links(handoffs: [1], person: name, key: "n", at: now) == nil)
  }

  @Test func whatIsNoLinkIsMalformed() {
    for text in ["", "favicon.ico", String(repeating: "A", count: 2000), "ä", "..", "%00"] {
      #expect(fault(text) == .malformed, "\(text)")
    }
    #expect(fault(String(repeating: "A", count: 100)) == .forged)
  }

  /// What is signed is read strictly all the same.
  @Test func noBytesCrashTheReader() throws {
    var generator = SplitMix(state: 42)
    for _ in 0..<20_000 {
      let count = Int.random(in: 0..<60, using: &generator)
      var bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      if count > 1, Bool.random(using: &generator) {
        bytes[0] = 1
        bytes[1] = 2
      }
      if let token = LinkToken(bytes: bytes[...]) { #expect(token.bytes == bytes) }
    }
  }

  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }
}

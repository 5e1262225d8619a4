import Foundation
import MailKit
import PluginKit
import Testing

/// Shapes with bytes changed, cut, doubled and mixed: always the same ones.
@Suite struct MailFuzzTests {
  private struct Dice: RandomNumberGenerator {
    var state: UInt64

    /// SplitMix64.
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  private static let mutations = 10_000

  @Test func nothingMakesReadingFail() throws {
    let shapes = try MailShape.all().map { Array($0.bytes) }.filter { $0.count < 5000 }
    var dice = Dice(state: 13)
    for _ in 0..<Self.mutations {
      guard var bytes = shapes.randomElement(using: &dice) else { break }
      for _ in 0..<Int.random(in: 1...8, using: &dice) {
        Self.mutate(&bytes, shapes.randomElement(using: &dice) ?? [], &dice)
      }
      let mail = ParsedMail(bytes)
      // Text never grows beyond what its bytes, each a replaced one, could be.
      #expect(mail.body.utf8.count <= 4 * bytes.count + 1000)
      let message = mail.message(
        connector: "m", account: MailShape.account, receivedAt: Date(timeIntervalSince1970: 0))
      #expect(!message.id.remote.isEmpty && !message.author.id.isEmpty)
      #expect(!message.text.utf8.contains(0))
    }
  }

  private static func mutate(_ bytes: inout [UInt8], _ other: [UInt8], _ dice: inout Dice) {
    guard bytes.count > 1, other.count > 1 else { return }
    let at = Int.random(in: 0..<bytes.count, using: &dice)
    let end = min(bytes.count, at + Int.random(in: 1...40, using: &dice))
    switch Int.random(in: 0..<6, using: &dice) {
    case 0: bytes[at] = UInt8.random(in: 0...255, using: &dice)
    case 1: bytes[at] = Array("=?\"<>();:-\r\n &\u{1B}".utf8).randomElement(using: &dice) ?? 0
    case 2: bytes.removeSubrange(at..<end)
    case 3: bytes.insert(contentsOf: bytes[at..<end], at: at)
    case 4: bytes.removeLast(bytes.count - at)
    default:
      let from = Int.random(in: 0..<other.count, using: &dice)
      bytes.insert(contentsOf: other[from..<min(other.count, from + 200)], at: at)
    }
  }
}

import PluginKit
import PluginTesting
import Synchronization
import Testing

private let computed = Mutex(0)

private struct Shouted: DerivedFromMessage {
  let text: String
  init(from message: Message) {
    computed.withLock { $0 += 1 }
    text = message.text.uppercased()
  }
}

private struct Counted: DerivedFromMessage {
  let count: Int
  init(from message: Message) { count = message.text.count }
}

@Suite struct DerivedValuesTests {
  @Test func aValueIsComputedOncePerMessage() {
    let derived = DerivedValues()
    let message = Message.make("hello")
    for _ in 0..<3 {
      #expect(derived.value(Shouted.self, of: message).text == "HELLO")
      #expect(derived.value(Counted.self, of: message).count == 5)
    }
    #expect(computed.withLock(\.self) == 1)
  }
}

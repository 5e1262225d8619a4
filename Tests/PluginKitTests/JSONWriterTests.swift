import PluginKit
import Testing

@Suite struct JSONWriterTests {
  @Test(arguments: [
    (.null, "null"), (.number(3), "3"), (.number(-0.0), "0"), (.number(0.1), "0.1"),
    (.number(1e20), "1e+20"), (.number(.infinity), "null"), (.number(.nan), "null"),
    (.string("a\"\\/\n\r\t\u{1}\u{7F}"), #""a\"\\/\n\r\t\u0001\u007f""#),
    (.string("\u{2028}x\u{2029}\u{2027}\u{A8}"), "\"\\u2028x\\u2029\u{2027}\u{A8}\""),
    (.string("é😀"), "\"é😀\""), ([], "[]"), ([:], "{}"),
    (["b": 1, "a": [true, .null]], #"{"b":1,"a":[true,null]}"#),
  ] as [(JSONValue, String)])
  func valuesAreWrittenExactly(_ value: JSONValue, _ text: String) {
    #expect(value.text() == text)
  }

  @Test func prettyTextIsIndentedByTwo() {
    let value: JSONValue = ["a": [1, 2], "b": [:]]
    #expect(value.text(pretty: true) == "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {}\n}")
  }

  @Test(arguments: 0..<200) func whatIsWrittenReadsBackEqual(_ seed: UInt64) throws {
    var random = RandomJSON(seed: seed)
    let value = random.value(depth: 4)
    #expect(try JSONReader.read(value.text().utf8).plain == value)
    #expect(try JSONReader.read(value.text(pretty: true).utf8).plain == value)
    #expect(!value.text().unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x2028 })
  }
}

/// Random values from a seed; every scalar, control characters and escapes included.
private struct RandomJSON {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  /// SplitMix64 (Steele, Lea and Flood, 2014).
  private mutating func next(_ bound: UInt64) -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return (z ^ (z >> 31)) % bound
  }

  mutating func value(depth: Int) -> JSONValue {
    switch next(depth > 0 ? 7 : 5) {
    case 0: return .null
    case 1: return .bool(next(2) == 0)
    case 2: return .number(number())
    case 3, 4: return .string(text())
    case 5: return .array((0..<next(5)).map { _ in value(depth: depth - 1) })
    default:
      return .object((0..<next(5)).map { .init("\($0)" + text(), value(depth: depth - 1)) })
    }
  }

  private mutating func number() -> Double {
    switch next(4) {
    case 0: return Double(next(1000))
    case 1: return -Double(next(1 << 53)) / 1024
    case 2: return Double(next(1 << 62)) * 1e100
    default: return Double(next(1 << 53)) * 1e-300
    }
  }

  private mutating func text() -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<next(12) {
      let ranges: [(UInt64, UInt64)] = [(0, 0x30), (0x20, 0x60), (0x2020, 0x10), (0, 0x11_0000)]
      let (start, count) = ranges[Int(next(4))]
      if let scalar = Unicode.Scalar(UInt32(start + next(count))) { text.append(scalar) }
    }
    return String(text)
  }
}

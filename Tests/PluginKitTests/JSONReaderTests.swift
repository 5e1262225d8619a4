import PluginKit
import Testing

@Suite struct JSONReaderTests {
  @Test(arguments: [
    ("null", JSONValue.null), ("true", .bool(true)), (" false\r\n\t", .bool(false)),
    ("0", .number(0)), ("-0", .number(0)), ("-12.5e+2", .number(-1250)), ("1E-2", .number(0.01)),
    ("123456789012", .number(123_456_789_012)),
    (#""""#, .string("")), (#""aé😀""#, .string("aé😀")),
    (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")),
    (#""\u0041\u00e9\uD83D\uDE00\u2028""#, .string("Aé😀\u{2028}")),
    ("[]", .array([])), ("[ 1 , [2] ]", .array([.number(1), .array([.number(2)])])),
    ("{}", .object([])),
    (#"{"b":1,"a":{"c":null}}"#, ["b": 1, "a": ["c": .null]]),
  ] as [(String, JSONValue)])
  func validTextIsRead(_ text: String, _ value: JSONValue) throws {
    #expect(try JSONReader.read(text.utf8).plain == value)
  }

  @Test(arguments: [
    ("", 1, 1, "the end of the file"), ("  \n ", 2, 2, "the end of the file"),
    ("nul", 1, 4, "expected null"), ("True", 1, 1, "expected a value"),
    ("truex", 1, 5, "expected the end"), ("1 2", 1, 3, "expected the end"),
    ("01", 1, 1, "not a JSON number"), ("-", 1, 1, "not a JSON number"),
    ("1.", 1, 1, "not a JSON number"), (".5", 1, 1, "expected a value"),
    ("+1", 1, 1, "expected a value"), ("1e", 1, 1, "not a JSON number"),
    ("1e999", 1, 1, "not a JSON number"), ("0x10", 1, 2, "expected the end"),
    ("NaN", 1, 1, "expected a value"), ("'a'", 1, 1, "expected a value"),
    ("\"a", 1, 1, "no closing quote"), ("\"a\nb\"", 1, 3, "must be escaped"),
    ("\"a\u{0}\"", 1, 3, "must be escaped"), (#""\x""#, 1, 4, "not a JSON escape"),
    (#""\u12G4""#, 1, 6, "four hexadecimal"), (#""\uD800""#, 1, 8, "lone surrogate"),
    (#""\uD800\u0041""#, 1, 14, "lone surrogate"), (#""\uDC00""#, 1, 8, "lone surrogate"),
    ("[1,]", 1, 4, "a comma before"), ("{\"a\":1,}", 1, 8, "a comma before"),
    ("[1\n 2]", 2, 2, "expected \",\" or \"]\""), ("[1", 1, 3, "the end of the file"),
    ("{a:1}", 1, 2, "a key in double quotes"), ("{\"a\" 1}", 1, 6, "expected \":\""),
    ("{\"a\":}", 1, 6, "expected a value"), ("{1:2}", 1, 2, "a key in double quotes"),
    ("{\n \"a\": 1,\n \"b\": 2,\n \"a\": 3\n}", 4, 2, "duplicate key \"a\""),
    (#"{"a":1,"\u0061":2}"#, 1, 8, "duplicate key"),
    ("// x\n1", 1, 1, "comments"), ("[1, /* x */ 2]", 1, 5, "comments"), ("# x", 1, 1, "comments"),
    ("\u{FEFF}{}", 1, 1, "byte order mark"), ("\u{A0}1", 1, 1, "expected a value"),
    ("[\"é😀\", x]", 1, 8, "expected a value"),
  ] as [(String, Int, Int, String)])
  func invalidTextIsRefusedWhereItGoesWrong(
    _ text: String, _ line: Int, _ column: Int, _ message: String
  ) {
    let failure = #expect(throws: JSONReader.Failure.self) { try JSONReader.read(text.utf8) }
    #expect(failure?.position == .init(line: line, column: column))
    #expect(failure?.message.contains(message) == true, "\(failure?.message ?? "")")
  }

  @Test(arguments: [
    ([0x22, 0xFF, 0x22], 1, 2), ([0x5B, 0x0A, 0x22, 0xC3, 0xA9, 0xC3, 0x22], 2, 3),
    ([0x22, 0xED, 0xA0, 0x80, 0x22], 1, 2), ([0x22, 0xC0, 0xAF, 0x22], 1, 2),
  ] as [([UInt8], Int, Int)])
  func brokenUTF8IsRefusedWhereItStands(_ bytes: [UInt8], _ line: Int, _ column: Int) {
    let failure = #expect(throws: JSONReader.Failure.self) { try JSONReader.read(bytes) }
    #expect(failure?.position == .init(line: line, column: column))
  }

  @Test func nestingIsLimited() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try JSONReader.read(nested(JSONReader.maxDepth).utf8)
    let failure = #expect(throws: JSONReader.Failure.self) {
      try JSONReader.read(nested(JSONReader.maxDepth + 1).utf8)
    }
    #expect(failure?.position.column == JSONReader.maxDepth + 1)
  }

  @Test func everyValueKnowsItsPlace() throws {
    let node = try JSONReader.read("{\n  \"a\": [1,\n   true]\n}".utf8)
    #expect(node["a"]?.position == .init(line: 2, column: 8))
    guard case .array(let elements) = node["a"]?.value else { return #expect(Bool(false)) }
    #expect(elements.map(\.position) == [.init(line: 2, column: 9), .init(line: 3, column: 4)])
  }
}

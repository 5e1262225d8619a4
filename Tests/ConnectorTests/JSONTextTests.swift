import ConnectorKit
import Foundation
import Testing

@testable import MastodonConnectorPlugin

/// The connector's own reader of JSON, held against Foundation's.
@Suite struct JSONTextTests {
  private struct Anything: Decodable { init(from decoder: any Decoder) throws {} }

  private static let texts = [
    "{}", "[]", " [ 1 , 2 ] ", "\"a\"", "true", "[null,false]", "{\"a\":{\"b\":[{}]}}", "-0.5e3",
    "", " ", "[", "]", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}", "tru", "\"a",
    "[1 2]", "{\"a\":1 \"b\":2}", "[1]x", "\"a\nb\"", "\"\\", "nul", "[\"\\u00e9\"]", "{\"a\":1}}",
  ]

  @Test(arguments: texts) func itTakesWhatFoundationTakes(_ text: String) {
    let isTheirs: Bool
    do {
      _ = try JSONDecoder().decode(Anything.self, from: Data(text.utf8))
      isTheirs = true
    } catch {
      isTheirs = false
    }
    #expect((JSONText(Data(text.utf8)) != nil) == isTheirs)
  }

  /// Every way to break off or to change a byte of a status.
  @Test func noDamageTrapsIt() throws {
    let status = Array(
      #"{"id":"1","c":"a\u00e9\"b","n":-5.0,"l":[{"id":2},null,true],"e":{}}"#.utf8)
    for end in status.indices { _ = JSONText(Data(status[..<end]))?.root["l"]?.elements }
    for index in status.indices {
      for byte in [UInt8(0), 0x22, 0x5C, 0x5B, 0x7D, 0x2C, 0xFF] {
        var damaged = status
        damaged[index] = byte
        guard let root = JSONText(Data(damaged))?.root else { continue }
        _ = (root.id("id"), root.string("c"), root.integer("n"), root.has("e"))
        _ = root["l"]?.elements.map { $0.id("id") }
      }
    }
  }

  @Test func fieldsOfAnotherTypeReadAsMissing() throws {
    let text =
      #"{"s":"a\/\ud83d\ude00","bad":"\ud83d","n":5.0,"half":5.5,"big":1e30,"z":01,"t":true}"#
    let root = try #require(JSONText(Data(text.utf8))?.root)
    #expect(root.string("s") == "a/😀" && root.string("bad") == nil && root.string("n") == nil)
    #expect(root.integer("n") == 5 && root.integer("half") == nil && root.integer("big") == nil)
    #expect(root.integer("z") == nil && root.flag("t") == true && root.flag("n") == nil)
    #expect(root.id("n") == "5" && root.id("t") == nil && !root.has("missing"))
  }

  @Test func theFirstOfTwoMembersCountsAndKeysMayBeEscaped() throws {
    let root = try #require(JSONText(Data(#"{"\u0069d":"1","id":"2","x":null}"#.utf8))?.root)
    #expect(root.string("id") == "1" && !root.has("x"))
  }

  @Test func whatIsNestedTooDeepCostsOnlyItself() throws {
    let deep =
      String(repeating: "[", count: 10_000) + "\"]\\\"\"" + String(repeating: "]", count: 10_000)
    let text = "[{\"id\":\"1\",\"deep\":\(deep)},{\"id\":\"2\"}]"
    let elements = try #require(JSONText(Data(text.utf8))?.root.elements)
    #expect(elements.map { $0.string("id") } == ["1", "2"])
    #expect(JSONText(Data(deep.dropLast().utf8)) == nil)
  }

  @Test func membersComeInOrder() throws {
    let root = try #require(JSONText(Data(#"{"b":1,"\u0061":{"c":[]},"x":2}"#.utf8))?.root)
    #expect(root.members.map(\.key) == ["b", "a", "x"])
    #expect(root["b"]?.members.isEmpty == true)
  }
}

/// Times as servers write them, held against Foundation's reader.
@Suite struct MastodonTimeTests {
  @Test func usualTimesAreThoseOfFoundation() throws {
    for day in stride(from: 0, to: 60_000, by: 37) {
      let date = Date(timeIntervalSince1970: Double(day) * 86_400 + Double(day % 86_400) + 0.458)
      let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
      let read = try #require(MastodonTime.parse(date.formatted(style)))
      #expect(abs(read.timeIntervalSince(date)) < 0.001)
    }
  }

  @Test(arguments: [
    "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T24:61:00Z", "2026-01-01",
    "2026-01-01T00:00:00.Z", "2026-01-01T00:00:0xZ", "2026-01-01T00:00:00.12a4Z", "",
  ])
  func oddTimesAreReadAsBefore(_ text: String) {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
    let theirs: Date?
    do { theirs = try Date(text, strategy: style) } catch { theirs = nil }
    #expect(MastodonTime.parse(text) == theirs)
  }

  @Test func aResetHasMicroseconds() throws {
    let reset = try #require(MastodonTime.parseReset("2026-08-01T13:55:00.123456Z"))
    #expect(abs(reset.timeIntervalSince1970 - 1_785_592_500.123456) < 0.000_01)
    #expect(MastodonTime.parseReset("1785592500") == Date(timeIntervalSince1970: 1_785_592_500))
  }
}

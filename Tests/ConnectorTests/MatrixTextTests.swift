import ConnectorKit
import Foundation
import PluginKit
import Testing

@testable import MatrixConnectorPlugin

/// How events are read.
@Suite struct MatrixTextTests {
  private func event(_ json: String) throws -> RoomEvent {
    try #require(JSONText(Data(json.utf8)).flatMap { RoomEvent($0.root) })
  }

  private func read(_ content: String, isReply: Bool = false) throws -> EventText? {
    let json = try #require(JSONText(Data(content.utf8))?.root)
    return EventText(type: "m.room.message", content: json, isReply: isReply)
  }

  @Test(arguments: [
    ("> <@a:b> old\n> more\n\nnew", "new"),
    ("> <@a:b> old\n\n> a quotation of mine\n\nnew", "> a quotation of mine\n\nnew"),
    ("> * <@a:b> waves\n\nhi", "hi"), ("> <@a:b> old\nnew", "new"), ("> <@a:b> only", ""),
    ("> no fallback\n\nhi", "> no fallback\n\nhi"), ("plain", "plain"), ("", ""),
  ])
  func theQuotationOfOldClientsGoes(body: String, text: String) {
    #expect(ReplyFallback.stripped(body) == text)
  }

  @Test func onlyARepliesQuotationGoes() throws {
    let content = #"{"msgtype":"m.text","body":"> <@a:b> x\n\ny"}"#
    #expect(try read(content)?.text == "> <@a:b> x\n\ny")
    #expect(try read(content, isReply: true)?.text == "y")
  }

  @Test(arguments: [
    (#"{"msgtype":"m.text","body":"a\u0000b\u0007c\nd\te"}"#, "abc\nd\te"),
    (#"{"msgtype":"m.emote","body":"waves"}"#, "waves"),
    (#"{"msgtype":"org.example.odd","body":"still text"}"#, "still text"),
    (#"{"msgtype":"m.text","body":"","formatted_body":"<b>x</b>"}"#, ""),
  ])
  func theBodyIsTheText(content: String, text: String) throws {
    let found = try #require(try read(content))
    #expect(found.text == text && found.media.isEmpty && !found.isAutomated)
  }

  @Test(arguments: [
    (
      #"{"msgtype":"m.image","body":"cat.png","url":"mxc://x/y"}"#, "", Medium.Kind.image, "cat.png"
    ),
    (
      #"{"msgtype":"m.image","body":"It broke","filename":"cat.png"}"#, "It broke", .image,
      "cat.png"
    ),
    (#"{"msgtype":"m.video","body":"a.mp4","filename":"a.mp4"}"#, "", .video, "a.mp4"),
    (#"{"msgtype":"m.audio","body":"a.ogg"}"#, "", .audio, "a.ogg"),
    (#"{"msgtype":"m.file","body":"bill.pdf"}"#, "", .other, "bill.pdf"),
    (#"{"msgtype":"m.location","body":"Here","geo_uri":"geo:1,2"}"#, "", .other, "Here"),
  ])
  func attachmentsAreNoted(content: String, text: String, kind: Medium.Kind, name: String) throws {
    let found = try #require(try read(content))
    #expect(found.text == text && found.media == [Medium(kind: kind, description: name)])
  }

  @Test func noticesAreAutomatedAndSomeThingsAreNoText() throws {
    #expect(try read(#"{"msgtype":"m.notice","body":"x"}"#)?.isAutomated == true)
    #expect(try read(#"{"msgtype":"m.server_notice","body":"x"}"#)?.isAutomated == true)
    for content in [
      #"{"msgtype":"m.key.verification.request","body":"x"}"#, #"{"msgtype":"m.text"}"#,
      #"{"body":"x"}"#, #"{"msgtype":5,"body":"x"}"#, #"{"msgtype":"m.text","body":["x"]}"#, "{}",
    ] {
      #expect(try read(content) == nil, "\(content)")
    }
    let sticker = try event(
      #"{"event_id":"$1","type":"m.sticker","sender":"@a:b","content":{"body":"Wave"}}"#)
    let found = EventText(type: sticker.type, content: sticker.content, isReply: false)
    #expect(found?.media == [Medium(kind: .image, description: "Wave")] && found?.text == "")
  }

  @Test(arguments: [
    ("@brand:x hi", true), ("hi @BRAND:X!", true), ("northwind care, hi", true),
    ("Northwind Careful", false), ("xNorthwind Care", false), ("Northwind", false), ("", false),
    ("carenorthwind care northwind care", true),
  ])
  func ourNameIsAWordOfItsOwn(text: String, isNamed: Bool) {
    let name = OwnName(user: "@brand:x", display: "Northwind Care")
    #expect(name.isNamed(in: text) == isNamed)
    #expect(!OwnName(user: "@brand:x", display: "").isNamed(in: "hello"))
  }

  @Test(arguments: [
    ("Northwind Care: hi", "hi"), ("@brand:x, hi", "hi"),
    ("Northwind Care hi", "Northwind Care hi"),
    ("Northwind Care:", "Northwind Care:"), ("hi Northwind Care: x", "hi Northwind Care: x"),
  ])
  func ourNameAtTheStartGoes(text: String, rest: String) {
    #expect(OwnName(user: "@brand:x", display: "Northwind Care").dropLeading(text) == rest)
  }

  @Test func onlyTheAuthorEdits() throws {
    let original = try event(
      #"{"event_id":"$1","type":"m.room.message","sender":"@a:b","content":{"body":"x"}}"#)
    func edit(_ sender: String, of id: String, _ more: String = "") throws -> RoomEvent {
      try event(
        #"{"event_id":"$2","type":"m.room.message","sender":"\#(sender)","content":{\#(more)"#
          + #""m.new_content":{"body":"y"},"m.relates_to":{"rel_type":"m.replace","event_id":"\#(id)"}}}"#
      )
    }
    #expect(original.replaces(by: try edit("@a:b", of: "$1")))
    #expect(!original.replaces(by: try edit("@c:b", of: "$1")))
    #expect(!original.replaces(by: try edit("@a:b", of: "$3")))
    // An edit of an edit is none.
    #expect(!(try edit("@a:b", of: "$1")).replaces(by: try edit("@a:b", of: "$2")))
  }

  @Test(arguments: [
    #"{"type":"m.room.message","sender":"@a:b","content":{}}"#,
    #"{"event_id":"1","type":"m.room.message","sender":"@a:b","content":{}}"#,
    #"{"event_id":"$a b","type":"m.room.message","sender":"@a:b","content":{}}"#,
    #"{"event_id":"$1","sender":"@a:b","content":{}}"#,
    #"{"event_id":"$1","type":"m.room.message","sender":"a","content":{}}"#,
    #"{"event_id":"$1","type":"m.room.message","sender":"@a:b","content":[]}"#, "[]", "5",
  ])
  func whatIsNoEventIsNone(json: String) throws {
    #expect(RoomEvent(try #require(JSONText(Data(json.utf8))?.root)) == nil)
  }

  @Test func conversationsAreRoomsAndThreads() {
    #expect(ConversationID("!r:x")?.thread == nil && ConversationID("!r:x $t")?.thread == "$t")
    #expect(ConversationID("!r:x $t")?.text == "!r:x $t")
    for text in [nil, "", "r", "!r $t $u", "!r t", "$t", "!r ", " $t", "!r\n$t"] {
      #expect(ConversationID(text) == nil)
    }
  }

  @Test func lengthCountsBytesOfJSON() {
    for text in ["", "a", "é", "👩‍👩‍👧‍👦", "\"\\\n\t\r\u{8}\u{C}", "\u{1}", "/é\u{2028}"] {
      let escaped = text.unicodeScalars.reduce(0) { sum, scalar in
        switch scalar {
        case "\"", "\\", "\n", "\t", "\r", "\u{8}", "\u{C}": sum + 2
        case "\u{0}"..."\u{1F}": sum + 6
        default: sum + String(scalar).utf8.count
        }
      }
      #expect(EventLength.count(text) == escaped)
    }
  }
}

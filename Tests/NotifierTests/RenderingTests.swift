import Foundation
import NotifierKit
import PluginKit
import PluginTesting
import TestSupport
import Testing

@testable import struct DiscordNotifierPlugin.DiscordMessage
@testable import struct DiscordNotifierPlugin.DiscordNotifier
@testable import struct MicrosoftTeamsNotifierPlugin.AdaptiveCard
@testable import struct MicrosoftTeamsNotifierPlugin.MicrosoftTeamsNotifier
@testable import struct SlackNotifierPlugin.SlackMessage
@testable import struct TelegramNotifierPlugin.TelegramMessage

extension JSONValue {
  /// Every object in it, itself included.
  var objects: [JSONValue] {
    switch self {
    case .object(let members): [self] + members.flatMap(\.value.objects)
    case .array(let elements): elements.flatMap(\.objects)
    default: []
    }
  }
}

@Suite struct SlackMessageTests {
  static func message(_ card: Card) -> JSONValue { .object(SlackMessage(card).members) }

  @Test(arguments: Hostile.texts)
  func strangersHaveNoMarkup(text: String) throws {
    for card in [
      Card(.full(text, name: text, others: 2)), Card(.waiting(12, text)), Card(.daily(text)),
    ] {
      let message = Self.message(card)
      let blocks = try #require(message["blocks"])
      for object in blocks.objects where object["type"]?.string == "mrkdwn" {
        let line = try #require(object["text"]?.string)
        #expect(line.hasPrefix("<https://") && line.hasSuffix(">"))
        #expect(["|Take it", "|Snooze", "|Close", "|Open the post"].contains { line.contains($0) })
      }
      for object in blocks.objects where object["type"]?.string == "plain_text" {
        let text = try #require(object["text"]?.string)
        #expect(!text.unicodeScalars.contains("<") && !text.unicodeScalars.contains(">"))
        #expect(text.utf16.count <= 3000 && !text.isEmpty)
      }
      let fallback = try #require(message["text"]?.string)
      #expect(!fallback.unicodeScalars.contains("<") && fallback.utf16.count <= 1000)
      #expect((blocks.array?.count ?? 99) <= 50 && blocks.text().utf16.count <= 12_000)
      let header = try #require(blocks.array?.first?["text"]?["text"]?.string)
      #expect(header.utf16.count <= 150)
    }
  }

  @Test func aQuoteCannotLookLikeAFact() throws {
    let blocks = try #require(Self.message(Card(.full("Hello\nDue: never")))["blocks"]?.array)
    #expect(
      blocks[1]["text"]?["text"]?.string
        == "Ana wrote:\n&gt; Hello\n&gt; Due: never\n&gt; [image: Hello Due: never]")
  }

  @Test func theFallbackIsNoMarkup() {
    #expect(SlackMessage.fallback("*a* <!here>") == "*\u{2060}a*\u{2060} &lt;!here&gt;")
  }
}

@Suite struct DiscordMessageTests {
  @Test(arguments: Hostile.texts)
  func strangersHaveNoMarkup(text: String) throws {
    for card in [
      Card(.full(text, name: text, others: 2)), Card(.waiting(12, text)), Card(.daily(text)),
    ] {
      let body = DiscordMessage(card).body
      #expect(body["allowed_mentions"] == ["parse": []])
      let content = try #require(body["content"]?.string)
      #expect(content.utf16.count <= 2000 && content.hasPrefix("**"))
      let embed = try #require(body["embeds"]?.array?.first)
      let description = embed["description"]?.string ?? ""
      #expect(embed["description"] != "")
      let fields = try #require(embed["fields"]?.array)
      #expect(description.utf16.count <= 4096 && fields.count <= 25)
      var total = description.utf16.count
      for field in fields {
        let name = try #require(field["name"]?.string)
        let value = try #require(field["value"]?.string)
        #expect((1...256).contains(name.utf16.count) && (1...1024).contains(value.utf16.count))
        total += name.utf16.count + value.utf16.count
        if name != "Do" { #expect(Self.bare(value).isEmpty) }
      }
      #expect(total <= 6000)
      // Besides our own headings, quotes and lists nothing is unescaped.
      for line in description.split(separator: "\n") {
        var rest = line[...]
        for own in ["> ", "- ", "**"] where rest.hasPrefix(own) { rest = rest.dropFirst(own.count) }
        if rest.hasSuffix("**"), line.hasPrefix("**") { rest = rest.dropLast(2) }
        #expect(Self.bare(String(rest)).isEmpty, "\(line)")
      }
    }
  }

  /// Marks without a backslash before them.
  static func bare(_ text: String) -> [Unicode.Scalar] {
    var bare: [Unicode.Scalar] = []
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if isEscaped {
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else if "*_~`|<>[]()#@:".unicodeScalars.contains(scalar) {
        bare.append(scalar)
      }
    }
    return bare
  }

  @Test func aMaskedLinkIsText() throws {
    let card = Card(.full("[bank](https://evil.example)"))
    let text = try #require(
      DiscordMessage(card).body["embeds"]?.array?.first?["description"]?.string)
    #expect(text.hasPrefix(#"**Ana wrote**\#n> \[bank\]\(https\://evil\.example\)"#))
  }

  @Test(arguments: [
    ("https://x/1", "https://x/1?wait=true"),
    ("https://x/1?thread_id=5", "https://x/1?thread_id=5&wait=true"),
    ("https://x/1?wait=false", "https://x/1?wait=true"),
  ])
  func theStoredMessageIsWaitedFor(address: String, expected: String) {
    #expect(DiscordNotifier.waiting(address) == expected)
  }
}

@Suite struct AdaptiveCardTests {
  @Test(arguments: Hostile.texts)
  func onlyPlainRunsHoldText(text: String) throws {
    for card in [
      Card(.full(text, name: text, others: 2)), Card(.waiting(12, text)), Card(.daily(text)),
    ] {
      let message = AdaptiveCard(card).message
      #expect(message.text().utf8.count <= 26_000)
      let kinds = Set(message.objects.compactMap { $0["type"]?.string })
      #expect(
        kinds.isSubset(of: [
          "message", "AdaptiveCard", "Container", "RichTextBlock", "TextRun", "Action.OpenUrl",
        ]))
      for object in message.objects where object["text"] != nil {
        #expect(object["type"]?.string == "TextRun")
      }
      for object in message.objects where object["type"]?.string == "Action.OpenUrl" {
        #expect(object["url"]?.string?.hasPrefix("https://") == true)
      }
      #expect(message["attachments"]?.array?.first?["content"]?["version"] == "1.4")
    }
  }

  @Test(arguments: [
    ("1", TargetTests.Outcome.fine), ("", .fine),
    (
      "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error "
        + "429 with ContextId tcid=0", .retry(nil)
    ),
    ("Webhook message delivery failed with error: ... HTTP error 413 ...", .refused),
    ("Webhook message delivery failed with error: ... HTTP error 502", .retry(nil)),
    ("Webhook message delivery failed", .retry(nil)),
  ])
  func aFailureUnderTheStatus200IsOne(text: String, expected: TargetTests.Outcome) async throws {
    let receiver = try LoopbackReceiver { _ in .init(200, text) }
    let notifier = try CardPlugin.teams.notifier(receiver.url)
    let error = await TargetTests().failure { try await notifier.notify(.full()) }
    #expect(TargetTests.Outcome(error) == expected)
  }
}

@Suite struct TelegramMessageTests {
  static func text(_ card: Card) throws -> String {
    try #require(
      TelegramMessage(card, buttons: true).members.first { $0.key == "text" }?.value.string)
  }

  @Test(arguments: Hostile.texts)
  func onlyOurTagsAreThere(text: String) throws {
    for card in [
      Card(.full(text, name: text, others: 2)), Card(.waiting(12, text)), Card(.daily(text)),
    ] {
      var rest = try Self.text(card)
      #expect((1...4096).contains(rest.utf16.count))
      #expect(
        rest.components(separatedBy: "<b>").count == rest.components(separatedBy: "</b>").count)
      for tag in ["<b>", "</b>", "<blockquote>", "</blockquote>"] {
        rest = rest.replacingOccurrences(of: tag, with: "", options: .literal)
      }
      #expect(!rest.unicodeScalars.contains("<") && !rest.unicodeScalars.contains(">"))
      for piece in rest.components(separatedBy: "&").dropFirst() {
        // By scalar: a mark may stand on the semicolon.
        #expect(
          ["amp;", "lt;", "gt;", "quot;"].contains {
            piece.unicodeScalars.starts(with: $0.unicodeScalars)
          })
      }
      for piece in rest.components(separatedBy: "@").dropFirst() {
        #expect(piece.unicodeScalars.first == "\u{2060}")
      }
    }
  }

  @Test func linksAreButtonsWhereTelegramTakesThem() throws {
    var notification = HandoffNotification.full()
    notification.links?.take = "http://console:8080/take?a=1&b=2"
    let members = TelegramMessage(Card(notification), buttons: true).members
    let keyboard = members.first { $0.key == "reply_markup" }?.value["inline_keyboard"]?.array
    #expect(
      keyboard?.compactMap { $0.array?.first?["text"]?.string }
        == ["Snooze", "Close", "Open the post"])
    let text = try Self.text(Card(notification))
    #expect(text.hasSuffix("Take it: http://console:8080/take?a=1&amp;b=2"))
  }

  @Test func refusedButtonsAreWrittenInstead() async throws {
    let receiver = try LoopbackReceiver { request in
      String(decoding: request.body, as: UTF8.self).contains("inline_keyboard")
        ? .init(400, #"{"ok":false,"description":"Bad Request: BUTTON_URL_INVALID"}"#)
        : .init(200, #"{"ok":true}"#)
    }
    try await CardPlugin.telegram.notifier(receiver.url).notify(.full())
    #expect(receiver.requests.count == 2)
    let text = try JSONReader.read(receiver.requests[1].body).plain["text"]?.string
    #expect(text?.contains("Open the post: https://example.social/@ana/117") == true)
  }

  @Test func aMovedGroupNamesItsNewId() async throws {
    let receiver = try LoopbackReceiver { _ in
      .init(
        400,
        #"{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded","#
          + #""parameters":{"migrate_to_chat_id":-1001234567890}}"#)
    }
    let notifier = try CardPlugin.telegram.notifier(receiver.url)
    let error = await TargetTests().failure { try await notifier.notify(.full()) }
    #expect(error?.description.contains("set \"chat\" to -1001234567890") == true)
  }
}

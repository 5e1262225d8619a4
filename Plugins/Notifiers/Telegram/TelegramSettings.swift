import NotifierKit
import PluginKit

/// One chat.
struct TelegramSettings: Settings {
  let token: Secret
  let chat: String
  let topic: Int?
  let server: String
  let target: TargetSettings

  init(_ f: inout Fields) {
    token = f.secret("token", help: "the bot's token, as @BotFather gave it")
    chat = f.string(
      "chat", form: Self.chatForm,
      help: "the chat's id, such as \"-1001234567890\", or a public channel's \"@name\"")
    topic = f.optionalInteger(
      "topic", in: 1...Int(Int32.max), help: "the topic's id in a group with topics")
    server = f.string(
      "server", default: "https://api.telegram.org", help: "where Telegram's API is")
    target = TargetSettings(&f)
  }

  private static let chatForm = TextForm(
    "a chat's id or \"@name\"", pattern: "^(-?[0-9]{1,16}|@[A-Za-z0-9_]{1,64})$"
  ) { text in
    if text.hasPrefix("@") {
      return (2...65).contains(text.utf8.count)
        && text.dropFirst().utf8.allSatisfy { isLetter($0) || $0 == UInt8(ascii: "_") }
    }
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    return (1...16).contains(digits.utf8.count) && digits.utf8.allSatisfy { isDigit($0) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isLetter(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}

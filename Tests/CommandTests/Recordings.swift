import PluginKit

/// What customers of these tests write.
enum Recordings {
  static let question = "Where is my order?"
  static let complaint = "This is unacceptable. My order is late again and nobody answers me."
  static let praise = "The best boots I have ever owned, thank you so much!"
  static let remark = "zx42"

  /// One answered by the FAQ, one acknowledged, one thanked, one for people.
  static let day: [JSONValue] = [
    line("q1", question), line("c1", complaint), line("p1", praise), line("r1", remark),
  ]

  /// Escape sequences, C1 controls, bidirectional overrides and line breaks, in text and names.
  static let hostile: [JSONValue] = [
    [
      "id": "h1",
      "text": .string(
        "zx42 \u{1B}[31m\u{1B}]0;t\u{7} \u{202E}a\u{2066}b\u{2069}\u{200F}\n\u{2028}\u{9B}31m"),
      "author": ["id": "eve", "handle": "@\u{1B}[2Jeve", "name": "E\u{202E}ve\n"],
    ],
    [
      "id": "h2", "text": .string("Where is my\r\n\u{202E} order?\u{1B}[8m"),
      "author": ["id": "mal", "handle": "@m\u{9D}\u{202E}al", "name": "M\u{1B}c"],
    ],
  ]

  /// Two hundred messages over thirty days, a quarter of each kind.
  static let month: [JSONValue] = (0..<200).map { index in
    let texts = [question, complaint, praise, "How do I get a refund?"]
    let minute = index * 216
    let day = minute / 1440 + 1
    let time = "\(two(day))T\(two(minute / 60 % 24)):\(two(minute % 60)):00Z"
    return [
      "id": .string("m\(index)"), "text": .string(texts[index % 4]), "platform": "mastodon",
      "author": ["id": .string("a\(index)"), "handle": .string("@a\(index)")],
      "createdAt": .string("2026-06-\(time)"),
    ]
  }

  static func line(_ id: String, _ text: String) -> JSONValue {
    [
      "id": .string(id), "text": .string(text),
      "author": ["id": .string("of-\(id)"), "handle": .string("@of-\(id)")],
    ]
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

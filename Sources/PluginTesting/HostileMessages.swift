public import PluginKit

/// Messages that break careless code.
public enum HostileMessages {
  private static let size = 64 * 1024

  public static let all: [Message] = texts.map { .make($0.text, id: $0.name) } + odd

  private static let texts: [(name: String, text: String)] = [
    ("empty", ""), ("spaces", " \t\r\n "), ("nul", "a\u{0}b\u{0}"), ("mark", "?"),
    ("tag", "@northwind #sale https://shop.example/x"),
    ("long word", String(repeating: "a", count: size)),
    ("long text", String(repeating: "where is my order? ", count: size / 19)),
    ("long mentions", String(repeating: "@a ", count: size / 3)),
    ("marks", "e" + String(repeating: "\u{301}", count: size / 2)),
    ("bidi", "\u{202E}redro ym si erehw\u{202C} \u{2066}x\u{2069} \u{200F}"),
    ("zero width", "k\u{200B}i\u{200C}l\u{200D}l \u{FEFF}you"),
    ("emoji", "👩‍👩‍👧‍👦🏳️‍🌈👍🏽" + String(repeating: "😡", count: 2000)),
    ("surrogate-like", "\u{FFFD}\u{FFFF}\u{10FFFF}"),
    ("entities", String(repeating: "&amp;#x1F600;&lt;script&gt;", count: 1000)),
    ("mustache", "{{author.name}} {{#x}} {{{brand.name}}} }}"),
    ("json", #"{"label":"praise"}\u0000\n"#),
    ("scripts", "어디에 있나요 注文はどこ أين طلبي где мой заказ כאן"),
    ("phrases", String(repeating: "lawyer boycott scam ", count: 3000)),
  ]

  private static let odd: [Message] = [
    .make("", id: "rating only", rating: 1), .make("ok", id: "odd rating", rating: 99),
    .make("thanks!", id: "odd language", language: "\u{202E}x-\u{0}"),
    .make(
      "love it, thank you!", id: "hostile name",
      author: .make(handle: "@@@\n", name: "{{brand.name}}\u{202E}\nhttp://evil.example @all #x")),
    .make("love it", id: "no name", author: .make(handle: "", name: "")),
  ]
}

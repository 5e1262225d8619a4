/// What ends a reply: a line each for the sign-off and the disclosure.
struct Closing {
  let signOff: String?
  let disclosure: String?

  /// The text without any such line at its end: what `append` adds, this takes away.
  func body(of text: String) -> String {
    var body = text[...]
    while true {
      while body.last?.isWhitespace == true { body.removeLast() }
      guard let line = lines.first(where: { Self.ends(body, with: $0) }) else { break }
      body = body.dropLast(line.count)
    }
    return String(body)
  }

  func append(to body: String) -> String { ([body] + lines).joined(separator: "\n") }

  private var lines: [String] {
    [signOff, disclosure].compactMap(\.self).map(Self.trimmed)
  }

  private static func trimmed(_ line: String) -> String {
    var line = line.drop(while: \.isWhitespace)
    while line.last?.isWhitespace == true { line.removeLast() }
    return String(line)
  }

  private static func ends(_ text: Substring, with line: String) -> Bool {
    text.hasSuffix(line) && text.dropLast(line.count).last?.isWhitespace != false
  }
}

/// What the mentions in a text do to it.
enum MentionedText {
  /// The mentions at the start of a text, with their `@`, and the rest.
  static func leading(_ text: String) -> (handles: [String], rest: String) {
    let entities = TextEntities(text)
    let bytes = entities.bytes
    var handles: [String] = []
    var position = 0
    while true {
      position += bytes[position...].prefix { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 }.count
      guard position < bytes.count, let entity = entities.entity(at: position),
        case .mention = entity.kind
      else { break }
      handles.append(String(decoding: bytes[entity.range], as: UTF8.self))
      position = entity.range.upperBound
    }
    return (handles, String(decoding: bytes[position...], as: UTF8.self))
  }

  /// The text as written, but without our own mention among those at its start.
  static func dropLeading(_ text: String, username: String, domain: String?) -> String {
    let (handles, rest) = leading(text)
    let ours = ["@\(username)", "@\(username)@\(domain ?? "")"].map { $0.lowercased() }
    let others = handles.filter { !ours.contains($0.lowercased()) }
    guard others.count < handles.count else { return text }
    return (others + (rest.isEmpty ? [] : [rest])).joined(separator: " ")
  }

  /// The form in which our own post is recognised again: servers shorten mentions, wrap lines and
  /// put mentions in front, and leave the rest alone.
  static func comparable(_ text: String) -> String {
    let shortened = TextEntities(leading(text).rest).replacing { kind in
      if case .mention(let name) = kind { "@\(name)" } else { nil }
    }
    let scalars = shortened.unicodeScalars.filter {
      !$0.properties.isWhitespace && $0.properties.generalCategory != .control
    }
    return String(String.UnicodeScalarView(scalars))
  }

  /// Whether `handle` is one whole mention and nothing else: it comes from the other side.
  static func isHandle(_ handle: String) -> Bool {
    guard handle.hasPrefix("@"), let entity = TextEntities(handle).entity(at: 0) else {
      return false
    }
    return entity.range == 0..<handle.utf8.count
  }
}

/// Counts a text as Mastodon's `StatusLengthValidator` does: grapheme clusters, where a link counts
/// as a fixed number and `@user@domain` as `@user`.
enum StatusLength {
  static func count(_ text: String, perURL: Int) -> Int {
    TextEntities(text).replacing { kind in
      switch kind {
      case .link: String(repeating: "x", count: perURL)
      case .mention(let name): "@\(name)"
      }
    }.count
  }
}

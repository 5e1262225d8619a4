/// Cards that are too long for their target.
extension Card {
  /// Lengths of each text, in characters, that are tried one after the other.
  static let textLimits = [4000, 2000, 1000, 500, 250, 120, 60]

  /// The card with its texts cut so far that `fits` holds; where no cut is enough, without its last
  /// parts, at last without links. Titles are never cut: they are short.
  public func fitted(_ fits: (Card) -> Bool) -> Card {
    var card = self
    for limit in Self.textLimits {
      card = shortened(to: limit)
      if fits(card) { return card }
    }
    while !card.parts.isEmpty {
      card.parts.removeLast()
      if fits(card) { return card }
    }
    card.links = []
    return card
  }

  /// Each text of at most `limit` characters.
  func shortened(to limit: Int) -> Card {
    func cut(_ text: String) -> String { text.cut(to: limit, in: .characters) }
    var card = self
    card.parts = parts.map { part in
      switch part {
      case .facts(let facts): .facts(facts.map { Fact($0.name, cut($0.value)) })
      case .quote(let heading, let text): .quote(heading: heading, text: cut(text))
      case .list(let heading, let lines): .list(heading: heading, lines: lines.map(cut))
      case .text(let text): .text(cut(text))
      }
    }
    return card
  }
}

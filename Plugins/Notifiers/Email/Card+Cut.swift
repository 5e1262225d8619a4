import MailKit
import NotifierKit

extension Card {
  /// What one entry costs beyond its text, so that empty ones are bounded too.
  private static let entryCost = 40
  private static let maxLinks = 20
  private static let maxURL = 4096

  /// This card with all texts together within `scalars`; the rest is dropped. Links that no mail
  /// program should open are dropped too.
  func cut(to scalars: Int) -> Card {
    var left = scalars
    func take(_ text: String) -> String {
      let kept = SafeText.cut(text, max: Swift.max(0, left))
      left -= text.unicodeScalars.count + Self.entryCost
      return kept
    }
    func takeAll<Element>(_ elements: [Element], _ one: (Element) -> Element) -> [Element] {
      var taken: [Element] = []
      for element in elements {
        guard left > 0 else { break }
        taken.append(one(element))
      }
      return taken
    }
    var card = self
    card.title = take(title)
    card.links = links.filter { link in
      let url = link.url.lowercased()
      return (url.hasPrefix("https://") || url.hasPrefix("http://"))
        && link.url.utf8.count <= Self.maxURL && link.url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }.prefix(Self.maxLinks).map { link in Link(link.role, take(link.title), link.url) }
    card.parts = takeAll(parts) { part in
      switch part {
      case .facts(let facts): .facts(takeAll(facts) { Fact(take($0.name), take($0.value)) })
      case .quote(let heading, let text): .quote(heading: take(heading), text: take(text))
      case .list(let heading, let lines):
        .list(heading: take(heading), lines: takeAll(lines) { take($0) })
      case .text(let text): .text(take(text))
      }
    }
    return card
  }
}

import Foundation

/// The words that make a topic: a text is about it when it has one of them. Case and accents do not
/// count; `kettle*` also finds `kettles`.
public struct TopicWords: Sendable, Hashable {
  /// As they were given.
  public let text: String
  /// Single words, which are most.
  private let words: Set<Substring>
  private let others: [Pattern]

  public var isEmpty: Bool { words.isEmpty && others.isEmpty }

  /// Words in a row ("KB-210" is two), of which the last may go on.
  private struct Pattern: Sendable, Hashable {
    var words: [Substring]
    var isOpen: Bool

    func occurs(in text: [Substring]) -> Bool {
      guard let last = words.last, text.count >= words.count else { return false }
      return (0...text.count - words.count).contains { start in
        let end = start + words.count - 1
        return text[start..<end].elementsEqual(words.dropLast())
          && (isOpen ? text[end].hasPrefix(last) : text[end] == last)
      }
    }
  }

  /// - Parameter text: words, separated by commas or spaces.
  public init(text: String) {
    self.text = text
    var words: Set<Substring> = []
    var others: [Pattern] = []
    for piece in Self.folded(text).split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
      let parts = Self.words(of: String(piece))
      let isOpen = piece.last == "*"
      if let only = parts.first, parts.count == 1, !isOpen {
        words.insert(only)
      } else if !parts.isEmpty {
        others.append(Pattern(words: parts, isOpen: isOpen))
      }
    }
    self.words = words
    self.others = others
  }

  public func occur(in text: String) -> Bool {
    let found = Self.words(of: Self.folded(text))
    return found.contains(where: words.contains) || others.contains { $0.occurs(in: found) }
  }

  private static func folded(_ text: String) -> String {
    text.folding(
      options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
  }

  private static func words(of folded: String) -> [Substring] {
    folded.split { !$0.isLetter && !$0.isNumber }
  }
}

extension TopicWords {
  /// A word in fewer of the recent messages than this is telling.
  private static let commonShare = 0.03
  private static let shortest = 4
  private static let most = 3

  /// A hold on the topic of a message: by the words given, else by its own most telling ones; nil
  /// where it has none.
  static func scope(_ words: [String], for text: String, among recent: [String]) -> Hold.Scope? {
    let chosen = words.isEmpty ? telling(in: text, among: recent) : words
    let topic = TopicWords(text: chosen.joined(separator: ", "))
    return topic.isEmpty ? nil : .topic(topic)
  }

  /// The words of a text that set it apart from what customers usually write, rarest first.
  ///
  /// - Parameter recent: earlier messages. Where there are few, words that are common in any text
  ///   are left out all the same.
  public static func telling(in text: String, among recent: [String]) -> [String] {
    let own = words(of: folded(text.filter { $0 != "'" && $0 != "’" }))
    var candidates: [Substring] = []
    for word in own
    where word.count >= shortest && word.allSatisfy(\.isLetter) && !common.contains(String(word))
      && !candidates.contains(word)
    {
      candidates.append(word)
    }
    var counts = [Int](repeating: 0, count: candidates.count)
    for other in recent where other != text {
      let words = Set(words(of: folded(other)))
      for (index, candidate) in candidates.enumerated() where words.contains(candidate) {
        counts[index] += 1
      }
    }
    let limit = max(1, Int(Double(recent.count) * commonShare))
    return zip(candidates, counts).enumerated().filter { $0.element.1 <= limit }
      .sorted { a, b in
        // A word that others use too names a topic; one that nobody else has is often a slip.
        let (first, second) = (a.element.1 > 0 ? 0 : 1, b.element.1 > 0 ? 0 : 1)
        return (first, -a.element.0.count, a.offset) < (second, -b.element.0.count, b.offset)
      }
      .prefix(most).map { "\($0.element.0)*" }
  }

  /// Words of four letters and more that tell no topic in any shop, in the shipped languages.
  private static let common = Set(
    """
    about after again against almost already also although always another anybody anyone \
    anything around asked away back because been before being both bought brand brought came \
    cant come could customer customers didnt does doesnt doing done dont down each either else \
    even ever every everyone everything first from gave give given gives goes going gone gonna \
    good have havent having hear heard hello help here hers herself himself hour hours into isnt \
    itself just keep know last later least left less like little long look looking made make \
    makes many maybe minute minutes month months more morning most much must myself named need \
    needs never next night nobody none nothing only open other others ours over people perhaps \
    please reply really right said same says seen service shall should since some someone \
    something sorry still stuff such sure take taken takes tell than thank thanks that their \
    them then there these they thing things think this those though three through time times \
    today told tomorrow tonight took under until upon used using very wait want wanted wants \
    wasnt week weeks well went were weve what when where which while whole whom whose will with \
    without wont work would year years yesterday your yours yourself aber alle allem allen aller \
    alles also andere anderen auch auf beim bereits bitte danke dann dass dein deine denn dessen \
    dich dies diese diesem diesen dieser dieses doch dort durch eine einem einen einer eines \
    einfach etwas euch euer eure gerade gestern gibt habe haben hallo hatte heute hier ihnen \
    ihre ihrem ihren ihrer immer jetzt kann kein keine keinen kommt konnte machen mehr mein \
    meine meinem meinen meiner mich muss nach nicht nichts noch nochmal oder ohne schon sehr \
    sein seine seit sich sind soll sondern uber unser unsere unter viel vielen waren warum weil \
    wenn werden wieder will wird wurde wurden zwei algo alguien ahora antes aqui bien cada como \
    cuando cual desde donde dos ella ellos entre esta estaba estan estas este esto estos fueron \
    gracias hace hacer hasta hola llevo menos mismo mucho muy nada nadie ninguna nosotros \
    nuestro nunca otra otro para pero poco por porque puede quien sabe senora ser siempre sido \
    sobre solo tambien tanto tengo tiene todavia todo todos usted ustedes vez vosotros vuestra \
    vuestro alors apres aussi autre aucun avant avec avez avoir beaucoup bien bonjour cela celle \
    cette ceux chez comme comment dans deja depuis dernier deux donc elle elles encore entre \
    etait etes etre faire fait fois jamais juste leur leurs mais meme merci moins notre nous \
    pour pourquoi plus quand quelque quelqu quel quelle rien sans sera sinon sont sous suis \
    toujours tous tout toute tres vers voir votre vous
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}

import Foundation

/// A customer's or user's text in pieces: plain, marked as evidence, and hidden characters by their
/// number. Together they are the text.
struct Pieces {
  enum Piece: Hashable {
    case plain(String)
    /// With the names of the findings that it moved.
    case marked(String, why: String)
    case hidden(String)
  }

  /// Scalars; the rest is cut.
  static let textLimit = 20_000
  /// Places that are marked.
  static let markLimit = 60

  private(set) var all: [Piece] = []

  /// - Parameter evidence: phrases of the text by the finding's name.
  init(_ text: String, evidence: [(finding: String, phrase: String)] = []) {
    let isCut = text.unicodeScalars.count > Self.textLimit
    let shown =
      isCut
      ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.textLimit))) + "…" : text
    var position = shown.startIndex
    for mark in Self.marks(in: shown, evidence) {
      add(shown, position..<mark.range.lowerBound, why: nil)
      add(shown, mark.range, why: mark.why)
      position = mark.range.upperBound
    }
    add(shown, position..<shown.endIndex, why: nil)
  }

  var slots: [Slots] {
    all.map { piece in
      switch piece {
      case .plain(let text): ["t": text]
      case .marked(let words, let why): ["m": ["words": words, "why": why]]
      case .hidden(let name): ["c": name]
      }
    }
  }

  private mutating func add(_ text: String, _ range: Range<String.Index>, why: String?) {
    let scalars = text.unicodeScalars
    var plain = String.UnicodeScalarView()
    func piece(_ text: String.UnicodeScalarView) -> Piece {
      why.map { .marked(String(text), why: $0) } ?? .plain(String(text))
    }
    var index = range.lowerBound
    while index < range.upperBound {
      if HiddenScalars.isHidden(scalars, index) {
        if !plain.isEmpty { all.append(piece(plain)) }
        plain = String.UnicodeScalarView()
        all.append(.hidden(HiddenScalars.name(scalars[index])))
      } else {
        plain.append(scalars[index])
      }
      index = scalars.index(after: index)
    }
    if !plain.isEmpty { all.append(piece(plain)) }
  }

  private struct Mark {
    var range: Range<String.Index>
    var why: String
  }

  /// Not the beginning or the end of a longer word.
  private static func isWhole(_ range: Range<String.Index>, in text: String) -> Bool {
    func isInner(_ character: Character?) -> Bool {
      character.map { $0.isLetter || $0.isNumber } ?? false
    }
    let before = text[..<range.lowerBound].last
    let after = text[range.upperBound...].first
    return !(isInner(before) && isInner(text[range].first))
      && !(isInner(after) && isInner(text[range].last))
  }

  /// In order; what overlaps is one.
  private static func marks(
    in text: String, _ evidence: [(finding: String, phrase: String)]
  ) -> [Mark] {
    var found: [Mark] = []
    // One letter says nothing to whoever reads.
    for (finding, phrase) in evidence where phrase.count > 1 {
      var rest = text.startIndex..<text.endIndex
      while found.count < markLimit,
        let range = text.range(of: phrase, options: [.caseInsensitive], range: rest)
      {
        if isWhole(range, in: text) { found.append(Mark(range: range, why: finding)) }
        rest = range.upperBound..<text.endIndex
      }
    }
    found.sort { ($0.range.lowerBound, $1.why) < ($1.range.lowerBound, $0.why) }
    return found.reduce(into: []) { marks, mark in
      guard let last = marks.last, mark.range.lowerBound < last.range.upperBound else {
        marks.append(mark)
        return
      }
      let end = max(last.range.upperBound, mark.range.upperBound)
      let names = last.why.split(separator: ", ").map(String.init)
      marks[marks.count - 1] = Mark(
        range: last.range.lowerBound..<end,
        why: names.contains(mark.why) ? last.why : "\(last.why), \(mark.why)")
    }
  }
}

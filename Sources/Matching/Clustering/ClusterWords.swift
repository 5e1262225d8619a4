import Foundation
import TextAnalysis

/// The words of messages that are to be clustered: what each is worth, and how they are written.
struct ClusterWords {
  private struct Word {
    var stem: UInt32
    /// As it is written, in lower case.
    var surface: String
  }

  /// A stem as frequent as this in what people write is worth nothing, and above `rarest` none is
  /// worth more: a misspelling is not telling.
  private static let (common, rarest): (Float, Float) = (3.5, 8)
  /// What says nothing although it is rare enough: contractions and the like in English.
  private static let empty = Set(
    """
    ive im id ill youve youre youll hes shes its weve were theyve theyre havent hasnt hadnt isnt \
    arent wasnt werent dont doesnt didnt cant couldnt wont wouldnt shouldnt whats wheres theres \
    thats does doing got gotta gonna wanna let lets ok okay anything something nothing thing \
    things anyone someone hello pls plz thx thanks lol omg ur
    """.split(separator: " ").map(String.init))
  /// Of those like a message so many are kept.
  private static let neighbours = 60
  /// A second word belongs to the name if so many of those with the first have it.
  private static let together = 0.5
  /// A word that follows another so often is one with it: "top up".
  private static let inseparable = 0.8

  private let words: [[Word]]
  private let weights: [UInt32: Double]
  /// By message: its stems and their worth, of length one.
  private let vectors: [[(stem: UInt32, value: Double)]]

  init(_ texts: [NormalizedText], language: String, rarity: WordRarity?) {
    let stemmer = Stemmer(language: language)
    words = texts.map { text in
      var read: [Word] = []
      _ = QuestionTerms(of: text, stemmer) { found in
        read = found.map {
          Word(stem: $0.stem, surface: String(decoding: text.bytes[$0.word], as: UTF8.self))
        }
        return found.map(\.stem)
      }
      return read
    }
    let empty = Set(
      words.joined().lazy.filter { language == "en" && Self.empty.contains($0.surface) }
        .map(\.stem))
    var counts: [UInt32: Int] = [:]
    for message in words { for stem in Set(message.map(\.stem)) { counts[stem, default: 0] += 1 } }
    let count = Double(texts.count)
    weights = counts.reduce(into: [:]) { weights, found in
      let rare = rarity.map { min($0(found.key), Self.rarest) - Self.common } ?? 1
      guard !empty.contains(found.key) else { return }
      weights[found.key] = log((1 + count) / (1 + Double(found.value)) + 1) * Double(max(rare, 0))
    }
    let weights = weights
    vectors = words.map { message in
      let stems = Set(message.map(\.stem)).filter { weights[$0] ?? 0 > 0 }.sorted()
      let length = stems.reduce(0) { $0 + pow(weights[$1] ?? 0, 2) }.squareRoot()
      return stems.map { ($0, (weights[$0] ?? 0) / length) }
    }
  }

  /// By message: those like it and how much, both ways.
  var similarities: [[Int: Double]] {
    var postings: [UInt32: [(message: Int, value: Double)]] = [:]
    for (message, vector) in vectors.enumerated() {
      for (stem, value) in vector { postings[stem, default: []].append((message, value)) }
    }
    var found = [[Int: Double]](repeating: [:], count: vectors.count)
    for (message, vector) in vectors.enumerated() {
      var sums: [Int: Double] = [:]
      for (stem, value) in vector {
        for other in postings[stem] ?? [] where other.message != message {
          sums[other.message, default: 0] += value * other.value
        }
      }
      let kept = sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.neighbours)
      for (other, sum) in kept {
        found[message][other] = sum
        found[other][message] = sum
      }
    }
    return found
  }

  /// Those first that have most in common with the others.
  func typicalFirst(_ group: [Int]) -> [Int] {
    var centre: [UInt32: Double] = [:]
    for message in group {
      for (stem, value) in vectors[message] { centre[stem, default: 0] += value }
    }
    let likeness = group.map { message in
      vectors[message].reduce(0) { $0 + $1.value * (centre[$1.stem] ?? 0) }
    }
    return zip(group, likeness).sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map(\.0)
  }

  /// The most telling word with its neighbour or companion, if most have it.
  func name(of group: [Int]) -> String {
    let counts = self.counts(in: group)
    guard let top = counts.max(by: { self.rank($0) < self.rank($1) }) else { return "" }
    let needed = max(Double(top.value) * Self.together, 2)
    if let pair = pair(with: top.key, in: group), Double(pair.count) >= needed {
      return pair.surface
    }
    let rest = counts.filter { $0.key != top.key && Double($0.value) >= needed }
    let second = rest.max { self.rank($0) < self.rank($1) }
    let stems = [top.key] + (second.map { [$0.key] } ?? [])
    return stems.sorted { (place(of: $0, in: group), $0) < (place(of: $1, in: group), $1) }
      .map { surface(of: $0, in: group) }.joined(separator: " and ")
  }
}

extension ClusterWords {
  private func counts(in group: [Int]) -> [UInt32: Int] {
    group.reduce(into: [:]) { counts, message in
      for (stem, _) in vectors[message] { counts[stem, default: 0] += 1 }
    }
  }

  private func rank(_ found: (key: UInt32, value: Int)) -> (Double, UInt32) {
    (Double(found.value) * (weights[found.key] ?? 0), found.key)
  }

  /// The pair of neighbours that most messages have and one of which is `stem`.
  private func pair(with stem: UInt32, in group: [Int]) -> (surface: String, count: Int)? {
    var surfaces: [UInt64: [String: Int]] = [:]
    for message in group {
      var seen: Set<UInt64> = []
      for (first, second) in zip(words[message], words[message].dropFirst())
      where (first.stem == stem || second.stem == stem) && first.stem != second.stem
        && weights[first.stem] ?? 0 > 0 && weights[second.stem] ?? 0 > 0
      {
        let key = UInt64(first.stem) << 32 | UInt64(second.stem)
        guard seen.insert(key).inserted else { continue }
        surfaces[key, default: [:]]["\(first.surface) \(second.surface)", default: 0] += 1
      }
    }
    let counted = surfaces.map { (key: $0, surface: mostUsed($1), count: $1.values.reduce(0, +)) }
    let best = counted.max { ($0.count, $1.surface) < ($1.count, $0.surface) }
    return best.map { ($0.surface, $0.count) }
  }

  /// How far into its messages a word first stands, on average.
  private func place(of stem: UInt32, in group: [Int]) -> Double {
    let places = group.compactMap { message in words[message].firstIndex { $0.stem == stem } }
    return Double(places.reduce(0, +)) / Double(max(places.count, 1))
  }

  /// As most write it, with the word after it if that is always the same.
  private func surface(of stem: UInt32, in group: [Int]) -> String {
    var (alone, followed): ([String: Int], [UInt32: [String: Int]]) = ([:], [:])
    for message in group {
      let words = words[message]
      for (number, word) in words.enumerated() where word.stem == stem {
        alone[word.surface, default: 0] += 1
        guard number + 1 < words.count else { continue }
        let next = words[number + 1]
        followed[next.stem, default: [:]]["\(word.surface) \(next.surface)", default: 0] += 1
      }
    }
    let count = Double(alone.values.reduce(0, +))
    let needed = max(count * Self.inseparable, 3)
    let fixed = followed.values.first { Double($0.values.reduce(0, +)) >= needed }
    return mostUsed(fixed ?? alone)
  }

  private func mostUsed(_ counts: [String: Int]) -> String {
    counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
  }
}

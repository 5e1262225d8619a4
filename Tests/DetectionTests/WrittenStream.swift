import Detection
import TestStreams

/// What customers of an invented shop write: sentences of words that are used as often as words
/// are (Zipf), so that no two messages are alike.
struct WrittenStream {
  private var random: SeededRandom
  private let words: [String]

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
    let (starts, ends) = (
      ["bal", "cor", "den", "fir", "gum", "hal", "jon", "kel", "lum", "mar", "nor", "pel"],
      ["an", "ede", "ick", "old", "ume", "yst", "or", "ith", "und", "esk", "ay", "imp"]
    )
    words = starts.flatMap { start in
      ends.flatMap { end in ["", "a", "e"].map { start + end + $0 } }
    }
  }

  mutating func sentence(with own: [String] = []) -> String {
    var text = (0..<9).map { _ -> String in
      // The nth word is 1/n as frequent.
      let place = Double(words.count) * random.uniform() * random.uniform() * random.uniform()
      return words[Int(place)]
    }
    for word in own { text.insert(word, at: Int(random.uniform() * Double(text.count))) }
    return text.joined(separator: " ")
  }

  mutating func uniform() -> Double { random.uniform() }
}

/// A detector and the messages that it has seen.
struct TopicRun {
  var detector = TopicDetector()
  var stream: WrittenStream
  var now = 0.0
  private(set) var row: Int64 = 0

  init(seed: UInt64) { stream = WrittenStream(seed: seed) }

  mutating func write(_ text: String, by author: String? = nil) -> TopicDetector.Sighting {
    row += 1
    return detector.observe(
      TopicMessage(
        row: row, author: author ?? "author \(row)", at: now, source: text,
        text: TopicText(of: text, language: "en")),
      usualPerHour: now > 86_400 ? 84 : nil)
  }

  /// Ordinary messages, so many an hour; returns what was found in them.
  mutating func ordinary(hours: Double, perHour: Double = 84) -> [TopicDetector.Sighting] {
    var found: [TopicDetector.Sighting] = []
    let end = now + hours * 3600
    while now < end {
      now += 3600 / perHour * (0.2 + 1.6 * stream.uniform())
      let sighting = write(stream.sentence())
      if sighting != .none { found.append(sighting) }
      _ = detector.tend(at: now, closeAfter: 6 * 3600)
    }
    return found
  }

  /// So many about one thing, among the ordinary ones, three a minute; returns what each meant.
  mutating func burst(_ count: Int, words: [String]) -> [TopicDetector.Sighting] {
    (0..<count).map { number in
      now += 20
      if number % 3 == 0 { _ = write(stream.sentence()) }
      return write(stream.sentence(with: words))
    }
  }
}

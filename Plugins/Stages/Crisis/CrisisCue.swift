/// What a listed phrase means when it occurs.
enum CrisisCue: Sendable {
  case evidence(CrisisCategory, CrisisStrength)
  /// Counts only near a phrase of another group.
  case member(CrisisGroup)
  /// Words that look severe and are not ("this sale is a steal"): cancels what lies inside.
  case idiom
  /// Turns what follows within a few words.
  case negator
  /// Weakens threats and self-harm; never clears them.
  case laughter
  /// A story is told: a film, a game, a song.
  case fiction
}

/// How much one phrase proves.
enum CrisisStrength: Double, Sendable {
  /// Enough to hold the bot.
  case strong = 0.85
  /// Enough to call a human.
  case firm = 0.6
  /// One of two that are needed.
  case weak = 0.3
}

/// Phrases that mean something only in pairs.
enum CrisisGroup: Int, CaseIterable, Sendable {
  case product, fire, heat, food, foreignBody, cause, injury, victim
  case intention, violence, attack, target
  case barred, disability, blame, trait, people
  case plural, exposed, personalData
}

/// Two groups that together are evidence.
struct CrisisPair: Sendable {
  let category: CrisisCategory
  let strength: CrisisStrength
  let first: CrisisGroup
  let second: CrisisGroup
  /// Words between the two at most.
  let within: Int
}

/// Phrases with one meaning, as `a, b, c` over any number of lines.
struct CrisisPhraseList: Sendable {
  let cue: CrisisCue
  let text: StaticString

  init(_ cue: CrisisCue, _ text: StaticString) {
    self.cue = cue
    self.text = text
  }

  /// Each phrase, and its form without apostrophes, which many people leave out.
  var phrases: [String] {
    "\(text)".split(whereSeparator: { $0 == "," || $0 == "\n" }).flatMap { piece -> [String] in
      let phrase = piece.drop { $0 == " " }
      guard !phrase.isEmpty else { return [] }
      let plain = phrase.filter { $0 != "'" }
      return phrase.contains("'") ? [String(phrase), plain] : [String(phrase)]
    }
  }
}

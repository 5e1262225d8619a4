import TextAnalysis

/// How bad a complaint sounds, 0...1: words of disgust, repeats, waiting and leaving, shouting,
/// exclamation marks and stars. A ranking by hand, not a probability.
struct ComplaintIntensity: Sendable {
  private static let base = 0.35
  private static let strong = 0.3
  private static let mild = 0.12

  private let matcher: PhraseMatcher

  init() throws(PhraseError) {
    matcher = try PhraseMatcher(
      Self.phrases(Self.strongWords, label: 1) + Self.phrases(Self.mildWords, label: 0))
  }

  func of(_ text: NormalizedText, rating: Int?) -> Double {
    var doubt = 1 - Self.base
    var seen: Set<Int> = []
    for match in matcher.matches(in: text) where seen.insert(match.phrase).inserted {
      doubt *= 1 - (match.label == 1 ? Self.strong : Self.mild)
    }
    if text.shoutedWords >= 2 { doubt *= 0.85 }
    let shouts = text.tokens.count {
      $0.kind == .mark && text.bytes[$0.range.upperBound - 1] == 0x21
    }
    if shouts >= 2 { doubt *= 0.9 }
    switch rating {
    case .some(...1): doubt *= 0.6
    case 2: doubt *= 0.8
    default: break
    }
    return 1 - doubt
  }

  private static func phrases(_ list: StaticString, label: Int) -> [PhraseMatcher.Phrase] {
    "\(list)".split(whereSeparator: { $0 == "," || $0 == "\n" }).map {
      PhraseMatcher.Phrase(String($0.drop { $0 == " " }), label: label)
    }
  }

  private static let strongWords: StaticString = """
    worst, disgusting, disgusted, disgusts, unacceptable, outrageous, appalling, horrendous
    horrific, horrible, atrocious, abysmal, furious, livid, pathetic, shameful, disgrace
    disgraceful, nightmare, never again, never buying, never shopping, never flying
    lost a customer, losing a customer, cancel my account, cancelling my account
    closing my account, rip off, ripped off, scam, liars, lied to, lying, stolen, ruined, wtf
    bullshit, fuck*, for weeks, for months, third time, fourth time, fifth time, hours on hold
    hung up on, ignored, useless, incompetent, garbage, trash, theft, schlimmste, unverschamt
    katastrophe, nie wieder, frechheit, peor, verguenza, asco, inaceptable, nunca mas
    inadmissible, honteux, scandaleux, plus jamais, pire
    """

  private static let mildWords: StaticString = """
    bad, poor, awful, terrible, rude, broken, late, delayed, missing, lost, damaged, wrong, refund
    disappointed, disappointing, disappointment, frustrated, frustrating, annoyed, annoying
    ridiculous, unhappy, angry, upset, joke, fail, failed, still waiting, no response, no reply
    no answer, waiting, again, hours, days, weeks, cancelled, canceled, not working, doesn't work
    defective, charged, enttauscht, kaputt, schlecht, arger, malo, roto, tarde, decepcion, decu
    mauvais, casse, retard
    """
}

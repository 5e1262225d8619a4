import PluginKit

/// What a connector's manifest says of its platform.
struct ConnectorDeclaration: Settings {
  enum Unit: String, Sendable, CaseIterable {
    case characters, codePoints, utf16, utf8

    var length: @Sendable (String) -> Int {
      switch self {
      case .characters: { $0.count }
      case .codePoints: { $0.unicodeScalars.count }
      case .utf16: { $0.utf16.count }
      case .utf8: { $0.utf8.count }
      }
    }
  }

  enum Idempotency: String, Sendable, CaseIterable {
    case naturalKey, expiringKey, readBack, none
  }

  /// nil: the plugin's name.
  let platform: String?
  let traits: ConnectorTraits

  init(_ f: inout Fields) {
    platform = f.optionalString("platform", form: .notBlank, help: "the kind of platform")
    let maxLength = f.integer("maxLength", in: 1...1_000_000, help: "of a reply")
    let unit = f.choice("counts", default: Unit.characters, help: "what maxLength counts")
    let idempotency: Idempotency = f.choice(
      "idempotency", help: "how the platform tells a repeated post from a new one")
    let expires = f.optionalDuration("keyExpires", help: "when it forgets a key")
    f.need(
      "keyExpires", when: "idempotency", is: [Idempotency.expiringKey],
      "after it, a repeated key is a second post")
    f.refuse(
      "keyExpires", when: "idempotency",
      is: [Idempotency.naturalKey, .readBack, .none], "only an expiring key expires")
    let surfaces = f.duration(
      "surfacesWithin", default: .seconds(30), in: .zero ... .hours(24),
      help: "how long after a lost answer a post may still surface")
    let inFlight = f.integer("maxInFlight", default: 1, in: 1...256, help: "posts at once")
    let posts = f.optionalInteger(
      "postingBudget", in: PostingBudget.range, help: "posts that the platform takes in a span")
    let per = f.duration(
      "postingBudgetPer", default: .hours(3), in: .seconds(1) ... .hours(24 * 30),
      help: "the span of postingBudget")
    let isAligned = f.flag(
      "postingBudgetAligned", default: false,
      help: "whether the platform counts anew at multiples of the span, in UTC")
    let rules = f.objects(
      "eligibility", as: EligibilityRule.self, help: "what the platform lets us answer")
    let waits = f.flag(
      "waitsForNews", default: false,
      help: "whether a poll waits for news by itself, so that the next one begins at once")
    traits = ConnectorTraits(
      maxLength: maxLength, idempotency: Self.kind(idempotency, expires ?? .zero),
      surfacesWithin: surfaces, maxInFlight: inFlight,
      postingBudget: posts.map { PostingBudget(posts: $0, per: per, isAligned: isAligned) },
      eligibility: rules, waitsForNews: waits,
      length: unit.length)
  }

  private static func kind(_ idempotency: Idempotency, _ expires: Duration)
    -> ConnectorTraits.Idempotency
  {
    switch idempotency {
    case .naturalKey: .naturalKey
    case .expiringKey: .expiringKey(expires)
    case .readBack: .readBack
    case .none: .none
    }
  }
}

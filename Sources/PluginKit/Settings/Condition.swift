/// A `when` in a config: all given parts must hold. Used by windows, courses and the handoff stage.
public struct Condition: Settings, Hashable {
  public let intent: [String]
  public let sentiment: [String]
  public let connector: [String]
  public let platform: [String]
  public let language: [String]
  /// Handles or ids.
  public let author: [String]
  public let visibility: [VisibilityName]
  public let minSeverity: Double?
  public let minComplaintSeverity: Double?
  public let minFollowers: Int?
  public let maxRating: Int?
  public let minRating: Int?
  public let wantsReply: Double?
  /// Labels by the names of findings.
  public let finding: [String: String]

  public enum VisibilityName: String, CaseIterable, Sendable {
    case `public`, unlisted, followers, direct
  }

  public init(_ f: inout Fields) {
    intent = f.oneOrMore("intent", help: "labels of the intent stage, e.g. \"complaint\"")
    sentiment = f.oneOrMore("sentiment", help: "negative, neutral or positive")
    connector = f.oneOrMore(
      "connector", of: .reference(to: .connectors), help: "ids of connectors")
    platform = f.oneOrMore("platform", help: "kinds of platform, e.g. \"mastodon\"")
    language = f.oneOrMore("language", help: "BCP 47 codes; \"pt\" also matches \"pt-BR\"")
    author = f.oneOrMore("author", help: "handles, as \"@ana@example.social\", or platform ids")
    visibility = f.choices("visibility", default: [], help: "who can read the message")
    minSeverity = f.optionalNumber("minSeverity", in: 0...1, help: "crisis severity at least")
    minComplaintSeverity = f.optionalNumber(
      "minComplaintSeverity", in: 0...1, help: "the intent stage's complaintSeverity at least")
    minFollowers = f.optionalInteger(
      "minFollowers", in: 0...1_000_000_000, help: "the author's followers at least")
    maxRating = f.optionalInteger("maxRating", in: 1...5, unit: "stars", help: "stars at most")
    minRating = f.optionalInteger("minRating", in: 1...5, unit: "stars", help: "stars at least")
    wantsReply = f.optionalNumber(
      "minWantsReply", in: 0...1, help: "the intent stage's wantsReply at least")
    finding = Dictionary(
      f.textMap("finding", help: "labels by finding, e.g. of a plugin: { \"loud\": \"shouting\" }")
        .map { ($0.id, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  public func matches(_ message: Message, _ findings: Findings) -> Bool {
    Self.contains(intent, findings.label(of: "intent"))
      && Self.contains(sentiment, findings.label(of: "sentiment"))
      && finding.allSatisfy { findings.label(of: $0.key) == $0.value }
      && Self.contains(connector, message.id.connector)
      && Self.contains(platform, message.platform)
      && (language.isEmpty || language.contains { message.isWritten(in: $0) })
      && (author.isEmpty
        || author.contains { $0 == message.author.handle || $0 == message.author.id })
      && (visibility.isEmpty || visibility.contains { $0.rawValue == message.visibility.name })
      && Self.atLeast(minSeverity, findings.number("severity", of: "crisis"))
      && Self.atLeast(minComplaintSeverity, findings.number("complaintSeverity", of: "intent"))
      && Self.atLeast(wantsReply, findings.number("wantsReply", of: "intent"))
      && Self.atLeast(minFollowers, message.author.followers)
      && Self.atLeast(minRating, message.rating)
      && (maxRating == nil || message.rating.map { $0 <= maxRating ?? 0 } == true)
  }

  private static func contains(_ wanted: [String], _ found: String?) -> Bool {
    wanted.isEmpty || found.map { wanted.contains($0) } == true
  }

  private static func atLeast<Value: Comparable>(_ bound: Value?, _ found: Value?) -> Bool {
    guard let bound else { return true }
    return found.map { $0 >= bound } == true
  }
}

extension Message {
  /// Whether the declared language is `code` or a regional form of it; undeclared is never.
  public func isWritten(in code: String) -> Bool {
    guard let language = language?.lowercased() else { return false }
    return language == code.lowercased() || language.hasPrefix(code.lowercased() + "-")
  }
}

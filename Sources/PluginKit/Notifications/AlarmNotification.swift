public import Foundation

/// Something is wrong with replyd or around it. Carries no customer's text and no secret.
public struct AlarmNotification: Sendable, Hashable, Codable {
  public enum Phase: String, Sendable, Codable, CaseIterable {
    case raised
    /// It still lasts.
    case repeated
    case over
  }

  /// The same for every repeat of this notification.
  public var key: String
  /// What is wrong, one of few words, as docs/operating.md lists them.
  public var kind: String
  /// The connector, stage, team or clock it concerns, by its id in the config.
  public var subject: String?
  public var phase: Phase
  /// What an operator reads.
  public var sentence: String
  public var since: Date
  public var at: Date

  public init(
    key: String, kind: String, subject: String?, phase: Phase, sentence: String, since: Date,
    at: Date
  ) {
    self.key = key
    self.kind = kind
    self.subject = subject
    self.phase = phase
    self.sentence = sentence
    self.since = since
    self.at = at
  }
}

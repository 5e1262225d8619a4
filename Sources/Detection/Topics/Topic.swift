/// Something that many people suddenly write about.
public struct Topic: Sendable, Hashable, Codable {
  public typealias ID = String

  public enum State: String, Sendable, Codable {
    case active
    /// No more than usual is written about it any more.
    case quiet
    /// Over; it is known for a day, so that it is the same one if it comes back.
    case closed
  }

  public let id: ID
  public internal(set) var model: TopicModel
  public internal(set) var state: State
  /// Its most telling phrases.
  public internal(set) var name: String
  /// The words that tell it best, as most write them, with "*" for what may follow.
  public internal(set) var words: [String] = []
  /// Rows of three messages, no two nearly the same.
  public internal(set) var examples: [Int64]
  /// The share of messages that usually are about it.
  public internal(set) var usualShare: Double
  /// Authors so far, and when the model was last learnt from so many.
  public internal(set) var authors: Int
  var learntFrom: Int
  /// Seconds since 1970.
  public internal(set) var since: Double
  public internal(set) var lastAt: Double
  var quietSince: Double?
  /// Of its last messages, those that were about another topic too.
  var shared: [ID: Int] = [:]

  init(id: ID, model: TopicModel, usualShare: Double, at now: Double) {
    self.id = id
    self.model = model
    state = .active
    name = ""
    examples = []
    self.usualShare = usualShare
    authors = 0
    learntFrom = 0
    since = now
    lastAt = now
  }

  /// It is over, and known in case that it comes back.
  public mutating func end() { state = .closed }
}

import Foundation

/// Finds what many people suddenly write about, message by message.
///
/// Terms that occur more often among the last messages than they usually do name a candidate; the
/// words that its messages have in common make a model; how many messages the model finds now is
/// compared with how many it finds among earlier ones. All is relative to the number of messages:
/// ten times the volume with the ordinary mix is no topic. Memory and time a message are bounded.
public struct TopicDetector: Sendable {
  public struct Settings: Sendable, Hashable {
    /// So many different authors make a topic.
    public var authors = 5
    /// In nats, see `surprise`. Chosen with `labels/bursts/tuned.jsonl`.
    public var evidence = 20.0
    /// The same while more messages come than usual, and the topic is why.
    public var crowdedEvidence = 16.0

    public init() {}
  }

  /// What a message meant.
  public enum Sighting: Sendable, Hashable {
    case none
    /// It is about a topic that is known.
    case joins(Topic.ID)
    /// It makes a topic, or one that was over begins again, with these earlier messages.
    case opens(Topic.ID, earlier: [Int64])
    /// The same for more messages that turn out to be about a topic that is active.
    case widens(Topic.ID, earlier: [Int64])
  }

  /// A term that is so surprising is looked at more closely.
  private static let candidate = 7.0
  /// So much more than the usual number of messages is no reason for a closer look.
  private static let slack = 1.2
  private static let candidateExcess = 3.0
  private static let mostBonus = 8.0
  private static let explainedShare = 0.45
  /// A new topic most of whose messages another one has already is that one.
  private static let sameShare = 0.3
  /// One that was over begins again with words so like its own.
  private static let sameWords = 0.5
  static let most = 32
  private static let mostTried = 4096
  /// From so many messages its words are known well enough to be strict.
  static let known = 12
  /// So many messages are worth reading again after a start.
  public static let remembered = TopicReference.capacity
  /// A topic that so few write about usually is told from all others well enough.
  static let smallShare = 0.005

  public var settings: Settings
  public internal(set) var topics: [Topic.ID: Topic] = [:]
  var window = TopicWindow()
  var reference = TopicReference()
  private var copies = NearCopies()
  /// How often a term occurred when a closer look found no topic in it.
  private var tried: [UInt32: Int] = [:]
  /// How many messages each span had when it was looked at as a whole.
  private var lookedAt = TopicWindow.spans.map { _ in 0 }

  /// How many messages are in the window.
  package var watched: Int { window.entries.count }

  public init(_ settings: Settings = Settings()) { self.settings = settings }

  /// Messages come in the order of time. What is older than an hour may change no topic.
  ///
  /// - Parameter usualPerHour: how many messages usually come at this time of the week, all
  ///   together; nil: not known yet.
  public mutating func observe(_ message: TopicMessage, usualPerHour: Double? = nil) -> Sighting {
    expire(at: message.at)
    let entry = entry(of: message)
    window.add(entry)
    if let id = entry.topic {
      note(entry, in: id)
      return flares(id) ? .opens(id, earlier: []) : .joins(id)
    }
    for span in TopicWindow.spans.indices {
      if let found = look(at: entry, in: span, usualPerHour, now: message.at) { return found }
    }
    return .none
  }

  /// A message that was seen before the daemon was started: it changes no topic.
  public mutating func remember(_ message: TopicMessage, in topic: Topic.ID?) {
    expire(at: message.at)
    var entry = entry(of: message)
    entry.topic = topic.flatMap { topics[$0] == nil ? nil : $0 } ?? entry.topic
    window.add(entry)
  }

  public mutating func expire(at now: Double) {
    for gone in window.expire(at: now) {
      if let left = reference.add(gone) { copies.remove(left.message.text.sketch) }
    }
    if window.entries.isEmpty || tried.count > Self.mostTried { tried = [:] }
  }

  private mutating func entry(of message: TopicMessage) -> TopicEntry {
    let copy = copies.add(message.text.sketch)
    var best: (id: Topic.ID, score: Float)?
    var others: [Topic.ID] = []
    for topic in topics.values where topic.state != .closed {
      let score = topic.model.score(message.text.words, copy: copy)
      guard score >= topic.model.threshold else { continue }
      others.append(topic.id)
      if best.map({ (score, topic.id) > ($0.score, $0.id) }) ?? true { best = (topic.id, score) }
    }
    if let best {
      for other in others where other != best.id {
        topics[best.id]?.shared[other, default: 0] += 1
        topics[other]?.shared[best.id, default: 0] += 1
      }
    }
    return TopicEntry(
      message: message, copy: copy, isCounted: !window.hasAuthor(message.author),
      topic: best?.id)
  }
}

extension TopicDetector {
  /// A term of the message that is more frequent now than it should be.
  private struct Seed {
    var terms: Set<UInt32>
    var best: UInt32
    var count: Int
  }

  /// Whether a span's messages make a topic to which this one belongs: by a term that is too
  /// frequent, or by what most of too many messages have in common.
  private mutating func look(
    at entry: TopicEntry, in span: Int, _ usualPerHour: Double?, now: Double
  ) -> Sighting? {
    let messages = Double(window.counts[span].messages)
    guard messages >= Double(settings.authors) else { return nil }
    let expected = usualPerHour.map { $0 * TopicWindow.spans[span] / 3600 }
    let excess = expected.map { surprise(of: messages, expecting: $0 * Self.slack + 1) } ?? 0
    if excess >= Self.candidateExcess, let expected, isNews(in: span) {
      let entries = Array(window.entries(in: span))
      let model = model(of: entries.filter(\.isCounted), threshold: TopicModel.lenient)
      let found = settle(
        entries, model, ordinary: expected, bonus: min(excess, Self.mostBonus), now: now)
      if let found { return found }
    }
    guard let seed = candidate(for: entry, in: span) else { return nil }
    let entries = Array(window.entries(in: span))
    let seeded = entries.filter { entry in
      entry.isCounted
        && (seed.terms.contains(entry.copy)
          || entry.message.text.keys.contains(where: seed.terms.contains))
    }
    let found = settle(entries, model(of: seeded), ordinary: nil, bonus: 0, now: now)
    if found == nil { tried[seed.best] = seed.count }
    return found
  }

  /// Whether a span has grown since it was looked at as a whole.
  private mutating func isNews(in span: Int) -> Bool {
    let messages = window.counts[span].messages
    if messages < lookedAt[span] { lookedAt[span] = 0 }
    guard Double(messages) >= Double(lookedAt[span]) * 1.05 else { return false }
    lookedAt[span] = messages
    return true
  }

  private func candidate(for entry: TopicEntry, in span: Int) -> Seed? {
    let counts = window.counts[span]
    var found: [(term: UInt32, count: Int, surprise: Double)] = []
    for term in entry.terms {
      let count = counts[term]
      guard count >= max(3, settings.authors - 2) else { continue }
      let expected = reference.share(of: term) * Double(counts.messages)
      let surprise = surprise(of: Double(count), expecting: expected)
      if surprise >= Self.candidate { found.append((term, count, surprise)) }
    }
    guard let best = found.max(by: { ($0.surprise, $0.term) < ($1.surprise, $1.term) }),
      Double(best.count) >= 1.15 * Double(tried[best.term] ?? 0)
    else { return nil }
    let terms = found.filter { $0.surprise >= best.surprise * 0.5 }.map(\.term)
    return Seed(terms: Set(terms), best: best.term, count: best.count)
  }

  /// - Parameters:
  ///   - ordinary: how many of the entries there would be without a topic; nil: all but its own.
  ///   - bonus: in nats, what the number of messages says for a topic.
  private mutating func settle(
    _ entries: [TopicEntry], _ model: TopicModel, ordinary: Double?, bonus: Double, now: Double
  ) -> Sighting? {
    guard !model.isEmpty else { return nil }
    let members = entries.filter { model.covers($0.message.text, copy: $0.copy) }
    let authors = Double(Set(members.map(\.message.author)).count)
    guard authors >= Double(settings.authors) else { return nil }
    let all = Double(entries.count { $0.isCounted })
    let share = reference.share(of: model)
    let evidence = surprise(of: authors, expecting: share * max(ordinary ?? all, all - authors))
    let needed = ordinary == nil ? settings.evidence : settings.crowdedEvidence
    guard evidence + bonus >= needed, reference.isEnough || authors * 2 >= all else {
      return nil
    }
    // What makes too many messages is what most of those that are too many are about.
    if let ordinary, authors < Self.explainedShare * (all - ordinary) || evidence < Self.candidate {
      return nil
    }
    return settle(members, model, usualShare: share, now: now)
  }

  func model(of entries: [TopicEntry], threshold: Float = TopicModel.strict) -> TopicModel {
    var counts: [UInt32: Int] = [:]
    for entry in entries {
      for word in entry.message.text.words { counts[word, default: 0] += 1 }
      counts[entry.copy, default: 0] += 1
    }
    return TopicModel(
      counts, of: entries.count, threshold: threshold, against: reference.share(of:))
  }

  /// Whether it is a new topic, or one that is known already.
  private mutating func settle(
    _ members: [TopicEntry], _ model: TopicModel, usualShare: Double, now: Double
  ) -> Sighting? {
    var owned: [Topic.ID: Int] = [:]
    for member in members { if let id = member.topic { owned[id, default: 0] += 1 } }
    if let (id, count) = owned.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }),
      Double(count) >= Self.sameShare * Double(members.count)
    {
      return .widens(id, earlier: take(members, into: id))
    }
    let past = topics.values.filter { $0.state == .closed }
      .map { (id: $0.id, likeness: $0.model.likeness(to: model)) }
      .max { ($0.likeness, $0.id) < ($1.likeness, $1.id) }
    if let past, past.likeness >= Self.sameWords {
      topics[past.id]?.state = .active
      topics[past.id]?.quietSince = nil
      return .opens(past.id, earlier: take(members, into: past.id))
    }
    guard topics.count < Self.most || dropOldest() else { return nil }
    let id = "topic-\(Int64(now * 1000))-\(model.terms.first?.key ?? 0)"
    topics[id] = Topic(
      id: id, model: model, usualShare: usualShare, at: members.first?.message.at ?? now)
    return .opens(id, earlier: take(members, into: id))
  }

  /// Makes room among those that are over.
  private mutating func dropOldest() -> Bool {
    let closed = topics.values.filter { $0.state == .closed }
    guard let oldest = closed.min(by: { ($0.lastAt, $0.id) < ($1.lastAt, $1.id) }) else {
      return false
    }
    topics[oldest.id] = nil
    return true
  }
}

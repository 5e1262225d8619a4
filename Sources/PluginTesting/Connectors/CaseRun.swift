import PluginKit

/// One case under way: the platform's world, and what was noticed so far.
struct CaseRun {
  /// Polls without an end before it counts as a loop.
  static let maxPolls = 1000

  let driver: any ConnectorDriver
  private(set) var violations: [String] = []
  var notShown: [String] = []
  /// Every sentence that the connector said.
  private var heard: [String] = []

  init(_ driver: any ConnectorDriver) { self.driver = driver }

  mutating func note(_ violation: String) {
    // What goes wrong for each of 10,000 messages is told a few times.
    if violations.count < 10 { violations.append(violation) }
  }

  mutating func check(_ isFine: Bool, _ violation: @autoclosure () -> String) {
    if !isFine { note(violation()) }
  }

  mutating func hear(_ sentence: String) { heard.append(sentence) }

  /// A part that this platform may not be able to show. Returns whether it did.
  mutating func attempt(
    _ what: String, _ part: (any ConnectorDriver) async throws -> Void
  ) async throws -> Bool {
    do {
      try await part(driver)
      return true
    } catch let limit as CannotShow {
      notShown.append("\(what): \(limit)")
      return false
    }
  }

  func outcome(of name: String) async -> CaseOutcome {
    let leaks = await driver.secrets.filter { secret in heard.contains { $0.contains(secret) } }
    return CaseOutcome(
      name: name,
      violations: violations + (leaks.isEmpty ? [] : ["a secret shows up in what it says"]),
      notShown: notShown)
  }
}

// What nearly every case does.
extension CaseRun {
  func connect() async throws -> any Connector { try await driver.makeConnector() }

  /// The position behind all that is there already.
  func begin() async throws -> Cursor? { try await drain(connect(), from: nil).cursor }

  /// One that knows its platform: a recording tells no states before it was polled.
  func polledConnector() async throws -> any Connector {
    let connector = try await connect()
    _ = try await drain(connector, from: nil)
    return connector
  }

  /// Lets customers write these texts, and polls them.
  mutating func receive(_ texts: [String]) async throws -> [Message] {
    try await receive(texts.map { Incoming($0) })
  }

  mutating func receive(_ incoming: [Incoming]) async throws -> [Message] {
    let start = try await begin()
    let ids = try await driver.publish(incoming)
    let polled = try await drain(connect(), from: start)
    let found = ids.compactMap { polled.byID[$0] }
    guard found.count == ids.count else {
      throw Stopped("\(ids.count - found.count) of \(ids.count) messages were never polled")
    }
    return found
  }

  /// Polls until there is no more.
  func drain(_ connector: any Connector, from cursor: Cursor?) async throws -> Polled {
    var polled = Polled(cursor: cursor)
    for _ in 0..<Self.maxPolls {
      let batch = try await connector.poll(after: polled.cursor)
      polled.take(batch)
      if !batch.hasMore { return polled }
    }
    throw Stopped("polling does not end")
  }

  /// Polls, with time passing, until nothing new came for a while: what is looked for only now and
  /// then is found, too.
  func drainPatiently(from cursor: Cursor?) async throws -> Polled {
    let connector = try await connect()
    var polled = Polled(cursor: cursor)
    var quietRounds = 0
    while quietRounds < Self.quietRounds {
      let known = polled.byID.count
      polled.add(try await drain(connector, from: polled.cursor))
      quietRounds = polled.byID.count == known ? quietRounds + 1 : 0
      try await driver.pass(.minutes(2))
    }
    return polled
  }

  private static let quietRounds = 4

  /// A reply with a key of its own, as wide as its parent.
  static func reply(
    _ text: String, to parent: Message, _ kind: Reply.Kind = .answer
  ) -> Reply {
    let key = "contract-\(UInt64.random(in: 0 ... .max))"
    return Reply(key: key, kind: kind, text: text, visibility: parent.visibility, parent: parent)
  }

  /// How often a text of ours is out.
  func count(of text: String) async throws -> Int {
    try await driver.posts().count { $0.text.contains(text) }
  }

  static func shown(_ text: String) -> String { JSONValue.string(String(text.prefix(60))).text() }
}

/// Why a case could not go on.
struct Stopped: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// What some polls gave together.
struct Polled {
  var messages: [Message] = []
  /// The latest version of each.
  var byID: [String: Message] = [:]
  var deleted: Set<String> = []
  var ownPosts: [OwnPost] = []
  var cursor: Cursor?

  init(cursor: Cursor?) { self.cursor = cursor }

  var ids: Set<String> { Set(byID.keys) }

  mutating func take(_ batch: Batch) {
    for message in batch.messages { byID[message.id.remote] = message }
    messages += batch.messages
    deleted.formUnion(batch.deleted)
    ownPosts += batch.ownPosts
    cursor = batch.cursor ?? cursor
  }

  mutating func add(_ more: Polled) {
    byID.merge(more.byID) { $1 }
    messages += more.messages
    deleted.formUnion(more.deleted)
    ownPosts += more.ownPosts
    cursor = more.cursor
  }
}

import PluginKit
import PluginTesting
import TestSupport
import Testing

/// Polls also bring what was posted at the brand's own account.
@Suite struct MastodonOwnPostTests {
  let server: LoopbackMastodonProcess
  let time = ManualTime()

  init() throws { server = try LoopbackMastodonProcess(["--post-limit", "0"]) }

  /// One poll when own posts are due; the cursor moves on.
  private func poll(
    _ cursor: inout Cursor?, _ connector: (any Connector)? = nil
  ) async throws -> [OwnPost] {
    time.advance(by: .seconds(16))
    // A connector made anew, as after a restart, unless one is given.
    let connector = try connector ?? server.connector(time: time)
    var found: [OwnPost] = []
    while true {
      let batch = try await connector.poll(after: cursor)
      #expect(batch.warnings == [])
      found += batch.ownPosts
      cursor = batch.cursor ?? cursor
      if !batch.hasMore { return found }
    }
  }

  @Test func whatWasPostedSinceTheStartIsBroughtOnceAlsoAcrossARestart() async throws {
    let id = try await server.mention("Where is my bag?")
    try await server.post("@ana@example.social An old word", to: id)
    var cursor: Cursor?
    for _ in 0..<2 { #expect(try await poll(&cursor) == []) }
    let answer = try await server.post("@ana@example.social Found it!", to: id)
    try await server.post("Good morning, all!")
    #expect(try await poll(&cursor).map(\.remote) == [answer])
    #expect(try await poll(&cursor) == [])
    let again = try await server.post("@ana@example.social And it is yours.", to: answer)
    let posts = try await poll(&cursor)
    #expect(posts.map(\.remote) == [again] && posts.map(\.inReplyTo) == [answer])
    #expect(try await server.violations() == [])
  }

  /// More than a page at once: the oldest come first, and none is passed over.
  @Test func aBusyHourComesPageByPage() async throws {
    let id = try await server.mention("Where is my bag?")
    var cursor: Cursor?
    let connector = try server.connector(time: time)
    for _ in 0..<2 { #expect(try await poll(&cursor, connector) == []) }
    var posted: [String] = []
    for number in 0..<90 {
      posted.append(try await server.post("@ana@example.social Line \(number)", to: id))
    }
    var found: [String] = []
    for _ in 0..<3 {
      let page = try await poll(&cursor, connector).map(\.remote)
      #expect(page.count <= 40)
      found += page
    }
    #expect(found.sorted() == posted.sorted() && found.count == 90)
    #expect(try await server.violations() == [])
  }

  @Test func mentionsGoOnWhileOwnPostsFail() async throws {
    var cursor: Cursor?
    let connector = try server.connector(time: time)
    for _ in 0..<2 { #expect(try await poll(&cursor, connector) == []) }
    let id = try await server.mention("Where is my bag?")
    let answer = try await server.post("@ana@example.social Found it!", to: id)
    try await server.control("faults", ["status5xx": 1, "path": "/api/v1/accounts/"])
    #expect(try await poll(&cursor, connector) == [])
    try await server.control("faults")
    time.advance(by: .minutes(1))
    #expect(try await poll(&cursor, connector).map(\.remote) == [answer])
  }
}

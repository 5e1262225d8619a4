import PluginTesting
import Testing

@testable import Console

/// Who is told that something changed, and who looks at what.
struct LiveHubTests {
  @Test func whoLooksAtAConversationIsSeenByOthersUntilTheyLeave() throws {
    let hub = LiveHub(time: ManualTime())
    let ana = try #require(hub.open(name: "ana", conversation: 7))
    #expect(hub.presence(without: "ben") == [7: ["ana"]])
    #expect(hub.presence(without: "ana").isEmpty)
    hub.close(ana.id)
    #expect(hub.presence(without: "ben").isEmpty)
  }

  @Test func whoOnlyLoadedThePageIsSeenForAMinute() {
    let time = ManualTime()
    let hub = LiveHub(time: time)
    hub.looked("ana", at: 7)
    #expect(hub.presence(without: "ben") == [7: ["ana"]])
    time.advance(by: .seconds(61))
    #expect(hub.presence(without: "ben").isEmpty)
  }

  @Test func oneUserCannotKeepAllStreams() throws {
    let hub = LiveHub(time: ManualTime())
    for _ in 0..<LiveHub.streamsOfOne {
      _ = try #require(hub.open(name: "ana", conversation: nil))
    }
    #expect(hub.open(name: "ana", conversation: nil) == nil)
    #expect(hub.open(name: "ben", conversation: nil) != nil)
  }

  @Test func manyChangesAreToldOnce() async throws {
    let time = ManualTime()
    let hub = LiveHub(time: time)
    let page = try #require(hub.open(name: "ana", conversation: nil))
    for _ in 0..<100 { hub.changed() }
    try await time.sleepers(atLeast: 1)
    time.advance(by: LiveHub.pause)
    var heard: [LiveHub.Event] = []
    for await event in page.events {
      heard.append(event)
      hub.close(page.id)
    }
    #expect(heard == [.changed])
  }
}

import Foundation
import MatrixConnectorPlugin
import PluginKit
import PluginTesting
import TestSupport
import Testing
import Transport

extension MatrixServerTests {
  /// The login, and what becomes of it.
  @Suite struct Sessions {
    let world: MatrixWorld

    init() throws { world = try MatrixWorld() }

    private func logOut() async throws {
      let token = try #require(try world.session()["token"]?.string)
      try await world.call(.post, "logout", token: token)
    }

    @Test func theFirstLoginIsKeptForTheNextStart() async throws {
      _ = try await world.connector().drained(from: nil)
      let kept = try world.session()
      #expect(kept["user"]?.string == world.brand && kept["device"]?.string == "REPLYD")
      #expect(kept["server"]?.string == world.server.url)
      let attributes = try FileManager.default.attributesOfItem(
        atPath: world.folder.path(of: "session"))
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
      _ = try await world.connector(hasPassword: false).drained(from: nil)
      #expect(try world.session() == kept)
    }

    @Test func aSessionThatEndedIsRenewedWithTheSameDevice() async throws {
      let connector = try world.connector()
      let cursor = try await connector.drained(from: nil).cursor
      let old = try world.session()
      try await logOut()
      // All calls that meet it share one login.
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<5 { group.addTask { _ = try await connector.poll(after: cursor) } }
        try await group.waitForAll()
      }
      let new = try world.session()
      #expect(new["token"] != old["token"] && new["device"] == old["device"])
      let devices = try await world.call(
        .get, "devices", token: try #require(new["token"]?.string))
      #expect(devices["devices"]?.array?.count { $0["device_id"] == "REPLYD" } == 1)
    }

    @Test func aPostGoesOutWithTheNewSession() async throws {
      let connector = try world.connector()
      let ana = try await world.customer("ana")
      let start = try await connector.drained(from: nil).cursor
      let room = try await world.room(of: ana, inviting: [world.brand])
      try await world.say("Hello", to: room, as: ana)
      let parent = try #require(try await connector.drained(from: start).batch.messages.first)
      try await logOut()
      let reply = Reply.make(visibility: .direct, parent: parent)
      // What looks at the room before the post meets the old session first, and renews it.
      _ = try await connector.post(reply)
      let count = try await world.events(of: room, as: ana).count {
        $0["content"]?["body"]?.string == reply.text
      }
      #expect(count == 1)
    }

    @Test func withoutAPasswordTheFixIsNamed() async throws {
      let connector = try world.connector()
      let cursor = try await connector.drained(from: nil).cursor
      let token = try #require(try world.session()["token"]?.string)
      try await logOut()
      let failure = await #expect(throws: PollFailure.self) {
        try await world.connector(hasPassword: false).poll(after: cursor)
      }
      guard case .unauthorised(let why) = failure else {
        Issue.record("\(String(describing: failure))")
        return
      }
      #expect(why.contains("replyd connect matrix --force") && !why.contains(token))
      // What it names is the fix, without a restart.
      let time = ManualTime()
      let running = try world.connector(time: time, hasPassword: false)
      await #expect(throws: PollFailure.self) { try await running.poll(after: cursor) }
      try await world.keepSession()
      time.advance(by: .minutes(2))
      _ = try await running.poll(after: cursor)
    }

    @Test func aBareTokenWorksUntilItIsRefused() async throws {
      let token = try await world.phoneToken()
      let connector = try matrixConnector.built(
        ["server": .string(world.server.url), "token": ["env": "TOKEN"], "waitForNews": "0s"],
        variables: ["TOKEN": token])
      let cursor = try await connector.drained(from: nil).cursor
      try await world.call(.post, "logout", token: token)
      let failure = await #expect(throws: PollFailure.self) {
        try await connector.poll(after: cursor)
      }
      guard case .unauthorised(let why) = failure else {
        Issue.record("\(String(describing: failure))")
        return
      }
      #expect(why.contains("replyd connect matrix") && !why.contains(token))
    }

    @Test func aRefreshTokenIsUsedAndReplaced() async throws {
      let answer = try await world.logIn(device: "REPLYD", [.init("refresh_token", true)])
      let refresh = try #require(answer["refresh_token"]?.string)
      try await world.keepSession(token: "expired", refreshToken: refresh)
      _ = try await world.connector(hasPassword: false).drained(from: nil)
      let kept = try world.session()
      #expect(kept["token"]?.string != "expired" && kept["refreshToken"]?.string != refresh)
      _ = try await world.connector(hasPassword: false).drained(from: nil)
    }

    @Test func aWrongPasswordIsNotTriedAgainAndAgain() async throws {
      let time = ManualTime()
      let connector = try matrixConnector.built(
        [
          "server": .string(world.server.url), "user": .string(world.brand),
          "session": .string(world.folder.path(of: "session")), "password": ["env": "PASSWORD"],
        ], variables: ["PASSWORD": "wrong-word"], environment: .make(time: time))
      for _ in 0..<2 {
        let failure = await #expect(throws: PollFailure.self) {
          try await connector.poll(after: nil)
        }
        guard case .unauthorised(let why) = failure else {
          Issue.record("\(String(describing: failure))")
          return
        }
        #expect(why.contains("403 M_FORBIDDEN") && !why.contains("wrong-word"))
      }
    }
  }
}

/// What a config may say of the session, without a server.
@Suite struct MatrixSettingsTests {
  private func issues(_ settings: JSONValue) -> String {
    do {
      _ = try matrixConnector.built(settings, variables: ["SECRET": "x"])
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func oneOfSessionAndTokenIsNeeded() throws {
    let server: JSONValue = "https://matrix.example"
    #expect(issues(["server": server]).contains("either \"session\""))
    let both: JSONValue = ["server": server, "session": "s", "token": ["env": "SECRET"]]
    #expect(issues(both).contains("either \"session\""))
    #expect(issues(["server": server, "token": ["env": "SECRET"]]) == "")
    #expect(issues(["server": server, "session": "none"]).contains("replyd connect matrix"))
    let wrong: JSONValue = ["server": server, "token": ["env": "SECRET"], "user": "brand"]
    #expect(issues(wrong).contains("@brand:example.org"))
    #expect(issues(["server": "http://matrix.example", "token": ["env": "SECRET"]]) != "")
  }

  @Test func aSessionFileIsForItsServerAndItsOwner() throws {
    let folder = try TemporaryFolder()
    let record = #"{"server":"https://a.example","user":"@b:a","device":"D","token":"t0ken"}"#
    let path = try folder.write(record, to: "session", mode: 0o600)
    let settings: JSONValue = ["server": "https://a.example", "session": .string(path)]
    #expect(issues(settings) == "")
    #expect(
      issues(["server": "https://b.example", "session": .string(path)]).contains("another server"))
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    #expect(issues(settings).contains("chmod 600"))
    try folder.write("{\"token\":\"t0ken\"", to: "session", mode: 0o600)
    #expect(issues(settings).contains("is none") && !issues(settings).contains("t0ken"))
  }
}

public import PluginKit

/// A store that was restored, or that an older version or another account wrote.
extension ConnectorCase {
  static let cursors = [
    ConnectorCase("a cursor that is rubbish is told of, or nothing is lost by it") { run in
      let ids = try await run.driver.publish([Incoming("Do not lose me.")])
      for cursor in Cursor.rubbish { await run.judge(cursor, newest: ids) }
    },
    ConnectorCase("a cursor of another server is told of, or nothing is lost by it") { run in
      let cursors = try await run.driver.foreignCursors()
      let ids = try await run.driver.publish([Incoming("Do not lose me either.")])
      for cursor in cursors { await run.judge(cursor, newest: ids) }
    },
  ]
}

extension Cursor {
  /// What no connector made.
  public static let rubbish = [
    "", "0", "{}", "[]", "null", "{\"x\":", "🦊", "-1", "{\"newest\":5,\"line\":-1}",
    "s1_2_3'; DROP TABLE x", "\u{0}", String(repeating: "9", count: 400),
    String(repeating: "[", count: 5000),
  ].map { Cursor($0) }
}

extension CaseRun {
  fileprivate mutating func judge(_ cursor: Cursor, newest ids: [String]) async {
    let name = "the cursor \(Self.shown(cursor.text))"
    do {
      let polled = try await drain(connect(), from: cursor)
      check(Set(ids).isSubset(of: polled.ids), "\(name) is taken, and messages are lost by it")
    } catch let failure as PollFailure {
      hear("\(failure)")
      if case .malformed = failure { return }
      note("\(name) is not called malformed but: \(failure)")
    } catch {
      note("\(name): \(error)")
    }
  }
}

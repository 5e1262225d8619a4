import PluginKit

/// A crash loses what was read and not stored: the next connector goes on from the stored cursor.
extension ConnectorCase {
  static let restarts = [
    ConnectorCase("restarts between pages lose nothing") { run in
      let start = try await run.begin()
      let ids = try await run.driver.publish((1...170).map { Incoming("Page \($0).") })
      var polled = Polled(cursor: start)
      for _ in 0..<CaseRun.maxPolls {
        let batch = try await run.connect().poll(after: polled.cursor)
        polled.take(batch)
        if !batch.hasMore { break }
      }
      run.expect(ids, in: polled)
    },
    ConnectorCase("a crash after any exchange of a poll loses nothing and repeats nothing") { run in
      let start = try await run.begin()
      let texts = (1...100).map { "Crash \($0)." }
      let ids = try await run.driver.publish(texts.map { Incoming($0) })
      var polled = Polled(cursor: start)
      for skipped in 0..<exchanges {
        try await run.driver.heal()
        try await run.driver.fail(.any, with: .lostAnswer, skipping: skipped)
        await run.pollOnce(&polled)
      }
      try await run.driver.heal()
      polled.add(try await run.drain(run.connect(), from: polled.cursor))
      run.expect(ids, in: polled)
      let found = polled.byID.values.filter { texts.contains($0.text) }
      run.check(found.count <= ids.count, "a message comes under two ids")
    },
    ConnectorCase("a crash after any exchange of a post leaves exactly one post") { run in
      let parents = try await run.receive((1...exchanges).map { "Please answer \($0)." })
      for (skipped, parent) in parents.enumerated() {
        let reply = CaseRun.reply("Crashing answer \(skipped).", to: parent)
        try await run.driver.heal()
        let connector = try await run.connect()
        try await run.driver.fail(.any, with: .lostAnswer, skipping: skipped)
        let failure = await run.post(reply, by: connector).failure
        try await run.driver.heal()
        try await run.settle(reply, after: failure ?? .unknown("crashed before it was noted"))
      }
    },
    ConnectorCase("a first start answers no old history and loses nothing that comes after") {
      run in
      let old = try await run.driver.publish((1...50).map { Incoming("Old \($0).") })
      if try await run.connect().traits.isRecording {
        throw CannotShow("a recording is played from its beginning")
      }
      let first = try await run.drain(run.connect(), from: nil)
      run.check(first.cursor != nil, "the first poll gives no cursor to go on from")
      let new = try await run.driver.publish((1...50).map { Incoming("New \($0).") })
      var polled = first
      polled.add(try await run.drainPatiently(from: first.cursor))
      run.check(polled.ids.isDisjoint(with: old), "a first start gives old history")
      run.expect(new, in: polled)
      run.check(
        polled.ownPosts.isEmpty, "a first start gives \(polled.ownPosts.count) old own posts")
    },
    ConnectorCase("a first start that fails begins no later than one that does not") { run in
      if try await run.connect().traits.isRecording {
        throw CannotShow("a recording is played from its beginning")
      }
      let old = try await run.driver.publish([Incoming("Before the start.")])
      for skipped in 0..<exchanges {
        try await run.driver.heal()
        try await run.driver.fail(.any, with: .lostAnswer, skipping: skipped)
        var polled = Polled(cursor: nil)
        await run.pollOnce(&polled)
        try await run.driver.heal()
        if polled.cursor == nil { polled.add(try await run.drain(run.connect(), from: nil)) }
        let new = try await run.driver.publish([Incoming("After start \(skipped).")])
        polled.add(try await run.drain(run.connect(), from: polled.cursor))
        run.check(polled.ids.isDisjoint(with: old), "a first start gives old history")
        run.expect(new, in: polled)
      }
    },
  ]

  /// More than any connector makes for one poll or post.
  private static let exchanges = 8
}

extension CaseRun {
  mutating func expect(_ ids: [String], in polled: Polled) {
    let missing = ids.filter { polled.byID[$0] == nil }
    check(missing.isEmpty, "\(missing.count) of \(ids.count) messages were never polled")
  }

  /// One poll by a new connector, as the daemon would note it: a failure leaves all as it was.
  mutating func pollOnce(_ polled: inout Polled) async {
    do {
      polled.take(try await connect().poll(after: polled.cursor))
    } catch {
      hear("\(error)")
    }
  }
}

import Foundation
import NIOCore
import NIOHTTP1

/// `/_control`: no token, as the server only listens on the loopback address.
struct ControlEndpoints: Sendable {
  /// Statuses handled under one hold of the lock, so that clients are served in between.
  private static let slice = 256

  func answer(
    _ method: HTTPMethod, _ target: Target, _ body: ByteBuffer, world: LoopbackResponder
  ) -> Answer {
    do {
      return try answer(method, target.path, target.query, body, world)
    } catch {
      var writer = JSONWriter()
      writer.raw("{\"error\":")
      writer.string(error.sentence)
      writer.raw("}\n")
      return json(writer.bytes, status: error.status)
    }
  }

  private func answer(
    _ method: HTTPMethod, _ path: String, _ query: Fields, _ body: ByteBuffer,
    _ world: LoopbackResponder
  ) throws(ControlError) -> Answer {
    switch (method, path) {
    case (.GET, "/_control/record"):
      return json(now(world) { world, _ in Record.whole(world) })
    case (.GET, "/_control/counts"):
      return json(now(world) { world, _ in Record.counts(world) })
    case (.GET, "/_control/violations"): return json(world.withWorld { $0.violations.json() })
    case (.POST, "/_control/load"): return try load(query, body, world)
    case (.POST, "/_control/reset"):
      world.withWorld { $0 = World(options: $0.options) }
      return json(Array("{}\n".utf8))
    case (.POST, _): return try command(path, fields(body), world)
    default: throw .notFound("\(method.rawValue) \(path)")
    }
  }

  private func command(
    _ path: String, _ fields: Fields, _ world: LoopbackResponder
  ) throws(ControlError) -> Answer {
    switch path {
    case "/_control/customers/post":
      let post = try CustomerPost(fields)
      let receipt = try world.withWorld { world throws(ControlError) in
        try world.add(post, now: .now())
      }
      var writer = JSONWriter()
      writer.raw("{\"status\":\"\(receipt.status)\",\"notification\":")
      writer.id(orNull: receipt.notification)
      writer.raw("}\n")
      return json(writer.bytes)
    case "/_control/edit":
      try world.withWorld { world throws(ControlError) in
        try world.editCustomerStatus(fields, now: .now())
      }
    case "/_control/delete":
      try world.withWorld { world throws(ControlError) in
        try world.deleteCustomerStatus(fields, now: .now())
      }
    case "/_control/policy":
      try world.withWorld { world throws(ControlError) in try world.setPolicy(fields) }
    case "/_control/revoke":
      try world.withWorld { world throws(ControlError) in try world.revoke(fields) }
    case "/_control/grant":
      try world.withWorld { world throws(ControlError) in try world.limitGrant(fields) }
    case "/_control/faults":
      try world.withWorld { world throws(ControlError) in try world.setFaults(fields) }
    default: throw .notFound("POST \(path)")
    }
    return json(Array("{}\n".utf8))
  }
}

extension ControlEndpoints {
  /// JSON lines, all checked before the first is made.
  private func load(
    _ query: Fields, _ body: ByteBuffer, _ world: LoopbackResponder
  ) throws(ControlError) -> Answer {
    var posts: [CustomerPost] = []
    for (number, line) in body.readableBytesView.split(separator: UInt8(ascii: "\n"))
      .enumerated()
    {
      do {
        posts.append(try CustomerPost(Fields(json: Data(line))))
      } catch {
        throw .badValue("line \(number + 1): \(error.sentence)")
      }
    }
    if let text = query.text("perSecond") {
      guard let perSecond = Double(text), perSecond > 0 else {
        throw .badValue("perSecond=\(text)")
      }
      try world.withWorld { [posts] world throws(ControlError) in
        try world.enqueue(posts, perSecond: perSecond, now: .now())
      }
      return json(Array("{\"queued\":\(posts.count)}\n".utf8), status: 202)
    }
    var made: [Int64] = []
    for start in stride(from: 0, to: posts.count, by: ControlEndpoints.slice) {
      let slice = posts[start..<min(start + ControlEndpoints.slice, posts.count)]
      made += try world.withWorld { world throws(ControlError) in
        var made: [Int64] = []
        for post in slice { made.append(try world.add(post, now: .now()).status) }
        return made
      }
    }
    guard query.flag("ids") else { return json(Array("{\"loaded\":\(posts.count)}\n".utf8)) }
    let ids = made.map { "\"\($0)\"" }.joined(separator: ",")
    return json(Array("{\"loaded\":\(posts.count),\"statuses\":[\(ids)]}\n".utf8))
  }

  /// Statuses in order of arrival, then the counts as the last line.
  func record(from start: Int, world: LoopbackResponder) -> (lines: ByteBuffer, next: Int?) {
    let lines = now(world) { world, _ in
      world.statuses.all.dropFirst(start).prefix(ControlEndpoints.slice).map {
        Record.row($0, accounts: world.accounts)
      }
    }
    guard !lines.isEmpty else {
      let counts = now(world) { world, _ in Record.counts(world) }
      return (ByteBuffer(bytes: counts + [0x0A]), nil)
    }
    return (ByteBuffer(bytes: lines.joined(separator: [0x0A]) + [0x0A]), start + lines.count)
  }

  /// Looks at the world as it is now, due posts included.
  private func now<Result: Sendable>(
    _ world: LoopbackResponder, _ look: (World, Moment) -> Result
  ) -> Result {
    world.withWorld { world in
      let time = Moment.now()
      world.releaseDue(time)
      return look(world, time)
    }
  }

  private func fields(_ body: ByteBuffer) throws(ControlError) -> Fields {
    try Fields(json: Data(body.readableBytesView))
  }

  private func json(_ bytes: [UInt8], status: Int = 200) -> Answer {
    Answer(status: status, body: ByteBuffer(bytes: bytes), contentType: "application/json")
  }
}

import ArgumentParser
import PluginKit

/// A labelled message, as `eval` reads it.
struct EvalRow {
  let message: Message
  let truth: String
  /// The brand, domain or company that it belongs to; empty without one.
  let group: String
}

/// Reads labelled JSON lines: `{"text","label"}` with `id`, `rating`, `brand` or `domain` where
/// there are such, or recorded conversations (`dialogContent`), whose labels come from a file of
/// their own.
struct EvalRows {
  let stage: String
  /// The right label by id, from `--labels`; nil: the rows carry theirs.
  let labels: [String: String]?

  private static let groups = ["brand", "domain", "company"]

  init(stage: String, labels path: String?) throws {
    self.stage = stage
    guard let path else {
      labels = nil
      return
    }
    var found: [String: String] = [:]
    try Self.eachObject(path) { object, number in
      guard let id = object["id"]?.string, let label = Self.label(object, stage) else {
        throw Self.failure(path, number, "expected \"id\" and \"\(stage)\"")
      }
      found[id] = label
    }
    labels = found
  }

  /// Rows without a label are left out.
  func read(_ path: String) throws -> [EvalRow] {
    var rows: [EvalRow] = []
    var seen: Set<String> = []
    try Self.eachObject(path) { object, number in
      for part in Self.texts(object, number) where seen.insert(part.message.id.remote).inserted {
        let own = labels.map { $0[part.message.id.remote] } ?? Self.label(object, stage)
        if let own { rows.append(EvalRow(message: part.message, truth: own, group: part.group)) }
      }
    }
    guard !rows.isEmpty else {
      Terminal.error("\(path): no row has both a text and a label for \"\(stage)\"")
      throw ExitCode(1)
    }
    return rows
  }
}

extension EvalRows {
  private static func label(_ object: JSONValue, _ stage: String) -> String? {
    object[stage]?.string ?? object["label"]?.string
  }

  static func texts(
    _ object: JSONValue, _ number: Int
  ) -> [(message: Message, group: String)] {
    guard let turns = object["dialogContent"]?.array else {
      let group = groups.lazy.compactMap { object[$0]?.string }.first
      guard let text = object["text"]?.string else { return [] }
      let id = object["id"]?.string ?? "line \(number)"
      let rating = object["rating"]?.number.flatMap { Int(exactly: $0) }
      return [(message(id, text, rating: rating), group ?? "")]
    }
    let company = object["dialogHeader"]?["company"]?.string ?? ""
    return turns.compactMap { turn in
      guard turn["client"] != nil, let text = turn["message"]?.string,
        let id = turn["tweet_ID"]?.string
      else { return nil }
      return (message(id, text, rating: nil), company)
    }
  }

  private static func message(_ id: String, _ text: String, rating: Int?) -> Message {
    Message(
      id: .init(connector: "eval", remote: id), platform: "eval",
      author: Author(id: id, handle: "", name: ""), text: text, createdAt: SystemTime().now,
      rating: rating.flatMap { (1...5).contains($0) ? $0 : nil })
  }

  static func eachObject(
    _ path: String, _ use: (_ object: JSONValue, _ line: Int) throws -> Void
  ) throws {
    var lines = try LineFile(path)
    var number = 0
    while let batch = try lines.next(1000) {
      for line in batch {
        number += 1
        guard line.contains(where: { $0 > 32 }) else { continue }
        let object: JSONValue
        do {
          object = try JSONReader.read(line).plain
        } catch {
          throw failure(path, number, "column \(error.position.column): \(error.message)")
        }
        try use(object, number)
      }
    }
  }

  static func failure(_ path: String, _ line: Int, _ message: String) -> ExitCode {
    Terminal.error("\(path):\(line): \(message)")
    return ExitCode(1)
  }
}

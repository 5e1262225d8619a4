import Foundation
import PluginHosting
import PluginKit
import PluginTesting

extension ConformanceSuite {
  private static let batch = 64

  var stageChecks: [() async -> CheckResult] {
    [stageContract, sameAlone, stageExamples, stageSpeed, stageMemory]
  }

  /// The suite of built-in stages, on hostile messages.
  private func stageContract() async -> CheckResult {
    let stage = ExternalStage(launch)
    var problems = await violations(of: stage)
    let more = problems.count - 10
    if more > 0 { problems = problems.prefix(10) + ["and \(more) more"] }
    stage.end()
    return CheckResult(
      "hostile messages: well-formed opinions, the same each time", problems: problems)
  }

  /// In a batch, alone, and in a fresh process.
  private func sameAlone() async -> CheckResult {
    let items = Self.ordinary.map { ExternalStage.item($0, .make()).bytes }
    var together: [JSONValue] = []
    var problems = await problems { process, _ in
      together = try await opinions(&process, items)
    }
    problems += await self.problems { process, found in
      for (index, item) in items.enumerated() where together.indices.contains(index) {
        let alone = try await opinions(&process, [item])
        if alone.first != together[index] {
          let text = Self.ordinary[index].text.prefix(60)
          found.append("on \"\(text)\" it says something else alone than among others")
        }
      }
    }
    return CheckResult("a message's opinion does not depend on others", problems: problems)
  }

  private func stageExamples() async -> CheckResult {
    let title = "examples.jsonl: what is expected comes out"
    let path = folder.path(of: "examples.jsonl")
    guard FileManager.default.fileExists(atPath: path) else {
      return CheckResult(title, skipped: "there is no examples.jsonl; docs/plugins.md has its form")
    }
    let examples: [StageExample]
    do { examples = try StageExample.read(path) } catch {
      return CheckResult(title, problems: ["\(error)"])
    }
    let stage = ExternalStage(launch)
    defer { stage.end() }
    var problems: [String] = []
    for example in examples {
      do {
        let opinion = try await stage.evaluate(
          example.message, in: .make(findings: example.findings))
        problems += example.differences(from: opinion)
      } catch {
        problems.append("line \(example.line): \(error)")
      }
    }
    return CheckResult(title, problems: problems, note: "\(examples.count) examples")
  }

  private func stageSpeed() async -> CheckResult {
    let messages = Self.ordinary
    let items = (0..<Self.batch).map {
      ExternalStage.item(messages[$0 % messages.count], .make()).bytes
    }
    var worst = 0.0
    var rate = 0.0
    let problems = await problems { process, found in
      let start = SystemTime.monotonicSeconds
      var calls = 0
      while SystemTime.monotonicSeconds - start < 1 {
        let begin = SystemTime.monotonicSeconds
        _ = try await opinions(&process, items)
        worst = max(worst, SystemTime.monotonicSeconds - begin)
        calls += 1
      }
      rate = Double(calls * items.count) / (SystemTime.monotonicSeconds - start)
      if worst > launch.deadline.seconds / 2 {
        found.append(
          "\(items.count) messages took \(Int(worst * 1000)) ms; the deadline is "
            + "\(launch.deadline.text): work faster, or have operators set \"run\".\"batch\"")
      }
    }
    return CheckResult(
      "calls end well before their deadline", problems: problems,
      note: "\(Int(rate)) messages/s, slowest call \(Int((worst * 1000).rounded(.up))) ms")
  }

  private func stageMemory() async -> CheckResult {
    await growth(warm: 20, rounds: 200) { process, round in
      // Another text each time: what is remembered by text would pile up.
      let items = (0..<Self.batch).map { index in
        let text = "\(Self.ordinary[index % Self.ordinary.count].text) \(round) \(index)"
        return ExternalStage.item(.make(text, id: "\(round)-\(index)"), .make()).bytes
      }
      _ = try await opinions(&process, items)
    }
  }

  private func opinions(
    _ process: inout PluginProcess, _ items: [[UInt8]]
  ) async throws -> [JSONValue] {
    let params =
      Array("{\"items\":[".utf8) + items.joined(separator: [UInt8(ascii: ",")])
      + Array("]}".utf8)
    let result = try await process.call("evaluate", params, within: launch.deadline)
    guard let opinions = result.plain["opinions"]?.array, opinions.count == items.count else {
      throw CallFailure.broken("it must give one opinion for each of the \(items.count) items")
    }
    return opinions
  }

  private static let ordinary: [Message] = [
    "Where is my order 1234?", "Third time my parcel is late. This is unacceptable!",
    "I love these boots, thank you so much", "WHY DOES NOBODY ANSWER ME", "ok",
    "¿Dónde está mi pedido?",
    "Mein Paket ist immer noch nicht da!!", "You idiots lost my parcel again",
    "How do I return this?",
    "my tent leaks 😡", "Not bad at all, would buy again", "call me back please",
  ].enumerated().map { .make($1, id: "m\($0)") }
}

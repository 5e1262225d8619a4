import Foundation
import PluginHosting
import PluginKit
import PluginTesting

/// What every plugin's folder and process must do, whatever its kind.
extension ConformanceSuite {
  func files() -> CheckResult {
    let title = "the folder is complete"
    let texts = ["README.md", Self.sample].map { name -> String? in
      FileManager.default.contents(atPath: folder.path(of: name))
        .map { String(decoding: $0, as: UTF8.self) }
    }
    guard let readme = texts[0] else {
      return CheckResult(title, problems: ["README.md is missing: what is it for, and how?"])
    }
    guard let sample = texts[1] else {
      return CheckResult(title, problems: ["sample.json is missing: what an operator would write"])
    }
    let isShown =
      readme.contains("## Sample")
      && readme.contains(sample.trimmingCharacters(in: .whitespacesAndNewlines))
    return CheckResult(
      title,
      problems: isShown
        ? [] : ["README.md needs \"## Sample\" with the text of sample.json in it"])
  }

  func starts() async -> CheckResult {
    let title = "it starts and says what its plugin.json says"
    let begin = SystemTime.monotonicSeconds
    var took = 0.0
    let problems = await problems { process, found in
      took = SystemTime.monotonicSeconds - begin
      let answer = try await initialize(&process)
      let differences = launch.manifest.differences(from: answer.plain)
      if !differences.isEmpty {
        found.append(
          "initialize must answer with the manifest's own \(differences.joined(separator: ", "))")
      }
    }
    return CheckResult(title, problems: problems, note: "ready after \(Int(took * 1000)) ms")
  }

  func unknownMethod() async -> CheckResult {
    let problems = await problems { process, found in
      do {
        let nothing = JSONValue.object([]).bytes
        _ = try await process.call("conformance/unknown", nothing, within: launch.deadline)
        found.append("an unknown method must be answered with the error -32601, not a result")
      } catch CallFailure.answered(_, let code, _) {
        if code != -32601 { found.append("the error of an unknown method is -32601, not \(code)") }
      }
      // It goes on afterwards.
      try await initialize(&process)
    }
    return CheckResult("an unknown method is an error, and nothing more", problems: problems)
  }

  func shutdown() async -> CheckResult {
    let problems = await problems { process, found in
      let begin = SystemTime.monotonicSeconds
      await process.shutDown()
      let left = process.tree.members()
      if !left.isEmpty { found.append("after shutdown \(left.count) of its processes are left") }
      if SystemTime.monotonicSeconds - begin > 1.9 {
        found.append("it must exit by itself within 2 s of its answer to shutdown")
      }
      throw Ended()
    }
    return CheckResult("it ends when it is told to", problems: problems.filter { $0 != Ended.text })
  }

  func inputEnds() async -> CheckResult {
    let problems = await problems { process, found in
      try await process.closeInput()
      var waited = 0.0
      while !process.tree.members().isEmpty, waited < 2 {
        try await SystemTime().sleep(for: .milliseconds(20))
        waited += 0.02
      }
      if waited >= 2 { found.append("it must exit when its standard input ends") }
      throw Ended()
    }
    return CheckResult(
      "it ends when replyd is gone", problems: problems.filter { $0 != Ended.text })
  }

  /// Ends a process that is gone already without saying goodbye to it.
  private struct Ended: Error, CustomStringConvertible {
    static let text = "ended by the suite"
    let description = Ended.text
  }

  /// Memory of the process before and after `rounds` of `body`, once it is warm.
  func growth(
    warm: Int, rounds: Int, _ body: (inout PluginProcess, Int) async throws -> Void
  ) async -> CheckResult {
    var before = 0.0
    var after = 0.0
    let problems = await problems { process, found in
      for round in 0..<warm { try await body(&process, round) }
      before = process.tree.residentMiB
      for round in warm..<warm + rounds { try await body(&process, round) }
      after = process.tree.residentMiB
      if after > before * 1.2 + 8 {
        found.append(
          "its memory grew from \(Int(before)) to \(Int(after)) MiB in \(rounds) calls: "
            + "it keeps what it should forget")
      }
    }
    return CheckResult(
      "its memory stays", problems: problems,
      note: "\(Int(before.rounded())) MiB, later \(Int(after.rounded())) MiB")
  }
}

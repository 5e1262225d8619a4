import Foundation
import PluginHosting
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// What a plugin's process gets, and what it does not.
@Suite(.serialized) struct PluginProcessTests {
  @Test func itGetsNothingButWhatTheConfigNames() async throws {
    let fixture = try HostedFixture.hostile(
      "environment", run: ["environment": ["TZ": "UTC"], "files": 32])
    let stage = ExternalStage(fixture.launch)
    let opinion = try await stage.evaluate(.make("poison"), in: .make())
    let value = try #require(opinion.findings.first?.value)
    let names = value["environment"]?.keys.filter { $0 != "LC_CTYPE" }.sorted()
    #expect(names == ["LANG", "PATH", "REPLYD_PLUGIN", "TZ"])
    #expect(value["descriptors"]?.array?.count == 3)
    #expect(value["cwd"]?.string == fixture.folder.path)
    #expect(value["pgid"] == value["pid"] && value["sid"] == value["pid"])
    stage.end()
    await PluginProcesses.ended()
  }

  @Test func letGoItEnds() async throws {
    let fixture = try HostedFixture.hostile("environment", run: ["environment": ["X": "1"]])
    var stage: ExternalStage? = ExternalStage(fixture.launch)
    let opinion = try await stage?.evaluate(.make("poison"), in: .make())
    let id = Int32(opinion?.findings.first?.value["pid"]?.number ?? 0)
    #expect(id > 0 && kill(id, 0) == 0)
    stage = nil
    try await eventually("the process ends", within: .seconds(6)) { kill(id, 0) != 0 }
  }

  /// Long before its deadline.
  @Test func aProcessThatSpinsIsEndedByItsProcessorTime() async throws {
    let fixture = try HostedFixture.hostile("spins", run: ["cpu": "1s", "deadline": "60s"])
    let stage = ExternalStage(fixture.launch)
    let failure = await #expect(throws: (any Error).self) {
      try await stage.evaluate(.make("poison"), in: .make())
    }
    #expect(failure.map { "\($0)" }?.contains("it ended during evaluate") == true)
    stage.end()
    await PluginProcesses.ended()
  }

  /// Neither in the log nor in a reason, wherever the program puts it.
  @Test func aSecretDoesNotComeBack() async throws {
    let fixture = try HostedFixture(
      [
        "kind": "stage", "command": ["./leak.py"], "name": "leak",
        "settings": [["name": "token", "type": "secret", "help": "x"]],
      ], files: ["leak.py": Self.leaking], settings: ["token": ["env": "TOKEN"]])
    let stage = ExternalStage(fixture.launch)
    let failure = await #expect(throws: (any Error).self) {
      try await stage.evaluate(.make("hello"), in: .make())
    }
    #expect(failure.map { "\($0)" } == "the token <secret> is refused")
    let printed = await #expect(throws: (any Error).self) {
      try await stage.evaluate(.make("print"), in: .make())
    }
    #expect(printed.map { "\($0)" }?.contains("\"<secret>\" to standard output") == true)
    try await eventually("its words are in the log", within: .seconds(5)) {
      !fixture.log.lines.isEmpty
    }
    #expect(fixture.log.lines.allSatisfy { !$0.contains(HostedFixture.secret) })
    stage.end()
    await PluginProcesses.ended()
  }

  static let leaking = """
    #!/usr/bin/python3
    import json, sys
    for line in sys.stdin:
        ask = json.loads(line)
        answer = {"result": {}}
        if ask["method"] == "initialize":
            token = ask["params"]["settings"]["token"]
            answer = {"result": json.load(open("plugin.json"))}
        elif ask["method"] == "evaluate":
            print("using", token, file=sys.stderr, flush=True)
            answer = {"error": {"code": -32000, "message": f"the token {token} is refused"}}
            if ask["params"]["items"][0]["message"]["text"] == "print":
                print(token, flush=True)
        print(json.dumps({"jsonrpc": "2.0", "id": ask["id"], **answer}), flush=True)
        if ask["method"] == "shutdown":
            break
    """

  /// Messages that wait together go out together.
  @Test func messagesGoOutInBatches() async throws {
    let fixture = try HostedFixture(
      ["kind": "stage", "command": ["./count.py"], "name": "count"],
      files: ["count.py": Self.counting], run: ["batch": 16])
    let stage = ExternalStage(fixture.launch)
    let sizes = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<200 {
        group.addTask {
          do {
            let opinion = try await stage.evaluate(.make("hello"), in: .make())
            return Int(opinion.findings.first?.value["size"]?.number ?? 0)
          } catch { return 0 }
        }
      }
      return await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(sizes.count == 200 && sizes.allSatisfy { (1...16).contains($0) })
    #expect(sizes.max() == 16)
    stage.end()
    await PluginProcesses.ended()
  }

  static let counting = """
    #!/usr/bin/python3
    import json, sys
    for line in sys.stdin:
        ask = json.loads(line)
        if ask["method"] == "initialize":
            result = json.load(open("plugin.json"))
        elif ask["method"] == "evaluate":
            size = len(ask["params"]["items"])
            finding = {"name": "count", "value": {"size": size}}
            result = {"opinions": [{"findings": [finding]}] * size}
        else:
            result = {}
        print(json.dumps({"jsonrpc": "2.0", "id": ask["id"], "result": result}), flush=True)
        if ask["method"] == "shutdown":
            break
    """
}

extension JSONValue {
  fileprivate var keys: [String] {
    if case .object(let members) = self { members.map(\.key) } else { [] }
  }
}

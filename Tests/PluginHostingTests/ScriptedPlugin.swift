import PluginHosting
import PluginKit

/// A program that answers each method with what `answers.json` says: `result`, `error`, or
/// `exit` during the call. It ends with its last reference.
final class Scripted<Product: ProcessHosting & Sendable>: Sendable {
  let fixture: HostedFixture
  let product: Product

  init(_ fixture: HostedFixture, _ product: Product) {
    self.fixture = fixture
    self.product = product
  }

  func end() { product.end() }
}

enum ScriptedPlugin {
  static func connector(_ answers: JSONValue) throws -> Scripted<ExternalConnector> {
    let fixture = try HostedFixture(
      [
        "kind": "connector", "command": ["./scripted.py"], "name": "scripted",
        "connector": [
          "maxLength": 10, "counts": "codePoints", "idempotency": "readBack",
          "platform": "reviews", "postingBudget": 20, "postingBudgetPer": "1h",
        ],
      ], files: ["scripted.py": program, "answers.json": answers.text()],
      run: ["deadline": "2s"])
    guard let connector = ExternalConnector(fixture.launch, id: "shop") else {
      throw PluginFailure("no connector in the manifest")
    }
    return Scripted(fixture, connector)
  }

  static func notifier(_ answers: JSONValue) throws -> Scripted<ExternalNotifier> {
    let fixture = try HostedFixture(
      ["kind": "notifier", "command": ["./scripted.py"], "name": "scripted"],
      files: ["scripted.py": program, "answers.json": answers.text()], run: ["deadline": "2s"])
    return Scripted(fixture, ExternalNotifier(fixture.launch))
  }

  private static let program = """
    #!/usr/bin/python3
    import json, os, sys
    answers = json.load(open("answers.json"))
    for line in sys.stdin:
        ask = json.loads(line)
        with open("asked.jsonl", "a") as file:
            file.write(line)
        if ask["method"] == "initialize":
            answer = {"result": json.load(open("plugin.json"))}
        else:
            answer = answers.get(ask["method"], {"result": {}})
        if "exit" in answer:
            os._exit(1)
        print(json.dumps({"jsonrpc": "2.0", "id": ask["id"], **answer}), flush=True)
        if ask["method"] == "shutdown":
            break
    """
}

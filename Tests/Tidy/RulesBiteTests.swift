import Foundation
import Testing

/// The rules themselves: each bites on a small offending snippet and spares its cure.
@Suite struct RulesBiteTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var rule: @Sendable (SwiftSource) -> [Violation]
    var code: String
    var path = "Sources/Engine/Worker.swift"
    var testDescription: String { code }
  }

  static let offending: [Case] = [
    Case(rule: Rules.imports, code: "import GRDB"),
    Case(rule: Rules.imports, code: "@testable public import struct Hummingbird.Router"),
    Case(rule: Rules.imports, code: "import Engine", path: "Plugins/Stages/FAQ/FAQStage.swift"),
    Case(rule: Rules.imports, code: "let x = 1", path: "Sources/Unknown/X.swift"),
    Case(rule: Rules.clock, code: "let now = Date()"),
    Case(rule: Rules.clock, code: "let now = Date.now"),
    Case(rule: Rules.clock, code: "try await Task.sleep(for: .seconds(1))"),
    Case(rule: Rules.clock, code: "let clock = ContinuousClock()"),
    Case(rule: Rules.clock, code: "let s = \"\\(Date())\""),
    Case(rule: Rules.printing, code: "print(\"hello\")"),
    Case(rule: Rules.unsafe, code: "let x = try! read()"),
    Case(rule: Rules.unsafe, code: "let x = y as! String"),
    Case(rule: Rules.unsafe, code: "fatalError(\"no\")"),
    Case(rule: Rules.unsafe, code: "final class Box: @unchecked Sendable {}"),
    Case(rule: Rules.banned, code: "let url = Bundle.module.url"),
    Case(rule: Rules.banned, code: "let r = try NSRegularExpression(pattern: p)"),
    Case(rule: Rules.banned, code: "if text.contains(/[a-z]+@/) {}"),
    Case(rule: Rules.banned, code: "let r = #/a+/#"),
    Case(rule: Rules.swallowing, code: "let x = try? read()"),
    Case(rule: Rules.size, code: String(repeating: "\n", count: 301)),
    Case(rule: Rules.size, code: "let x = " + String(repeating: "1", count: 93)),
    Case(rule: Rules.functions, code: function(lines: 71)),
    Case(rule: Rules.functions, code: function(lines: 71, signature: "init(\n  a: Int\n)")),
    Case(rule: Rules.typeNames, code: "struct InboxManager {}"),
    Case(rule: Rules.typeNames, code: "protocol TextUtils {}"),
    Case(rule: Rules.typeNames, code: "final class SlackChannel {}"),
    Case(rule: Rules.typeNames, code: "actor MatrixBridge {}"),
    Case(rule: Rules.typeNames, code: "public enum Engine {}"),
  ]

  static let fine: [Case] = [
    Case(rule: Rules.imports, code: "public import PluginKit\nimport Foundation"),
    Case(rule: Rules.imports, code: "import GRDB", path: "Sources/Storage/Inbox.swift"),
    Case(rule: Rules.imports, code: "// import GRDB"),
    Case(rule: Rules.clock, code: "let now = time.now // never Date()"),
    Case(rule: Rules.clock, code: "let text = \"Date()\""),
    Case(rule: Rules.clock, code: "Date()", path: "Sources/PluginKit/Contracts/Time.swift"),
    Case(rule: Rules.printing, code: "func print(_ page: Page) {}\nfingerprint(x); page.print(1)"),
    Case(rule: Rules.printing, code: "print(1)", path: "Sources/replyd/RunCommand.swift"),
    Case(rule: Rules.unsafe, code: "// The bytes are our own.\nlet x = try! read()"),
    Case(rule: Rules.unsafe, code: "let text = \"try! as! fatalError(\""),
    Case(rule: Rules.banned, code: "let half = a / b / c // \"/x/\"\n/// https://a.example/b/"),
    Case(rule: Rules.banned, code: "let path = \"/a/b\"; let all = [a / b, c / d]"),
    Case(rule: Rules.swallowing, code: "let x = try? read() // tidy: a missing file is no error"),
    Case(rule: Rules.swallowing, code: "let x = retry? 1 : 2"),
    Case(rule: Rules.size, code: String(repeating: "\n", count: 300)),
    Case(rule: Rules.size, code: String(repeating: "ü", count: 100)),
    Case(rule: Rules.functions, code: function(lines: 70)),
    Case(rule: Rules.functions, code: "func a()\nfunc b() -> Int\n" + function(lines: 70)),
    Case(rule: Rules.functions, code: "let x = X.init(a)\n" + function(lines: 69)),
    Case(rule: Rules.typeNames, code: "struct Database {}\nenum Base64 {}\nlet channelCount = 1"),
    Case(rule: Rules.typeNames, code: "import struct Foundation.FileManager"),
    Case(rule: Rules.typeNames, code: "class func makeManager() {}\nlet m = FileManager.default"),
  ]

  private static func function(lines: Int, signature: String = "func f()") -> String {
    let head = signature + " {\n"
    let body = lines - head.count { $0 == "\n" } - 1
    return head + String(repeating: "  call { $0 }\n", count: body) + "}\n"
  }

  @Test(arguments: offending) func anOffenceIsFound(_ bad: Case) {
    #expect(!bad.rule(SwiftSource(path: bad.path, text: bad.code)).isEmpty)
  }

  @Test(arguments: fine) func whatIsRightIsSpared(_ good: Case) {
    #expect(good.rule(SwiftSource(path: good.path, text: good.code)) == [])
  }

  @Test func aViolationNamesItsLine() {
    let source = SwiftSource(path: "Sources/Engine/A.swift", text: "let a = 1\n\nlet b = Date()\n")
    #expect(Rules.clock(source).map(\.line) == [3])
  }

  @Test func stringsAndCommentsAreNoCode() {
    let text = """
      let a = #"raw " \\(x) Date()"# + "\\"Date()" /* Date() /* nested */ Date() */
      let b = \"""
        Date() "quoted" \\(inner("Date()", b: c(1)))
        \"""
      let d = Date()
      """
    #expect(Rules.clock(SwiftSource(path: "Sources/Engine/A.swift", text: text)).map(\.line) == [5])
  }
}

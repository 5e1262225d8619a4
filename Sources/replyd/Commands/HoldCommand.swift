import ArgumentParser
import Engine
import PluginKit

/// `replyd hold`: the kill switch.
struct HoldCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold",
    abstract: "Stops automatic replies at once; survives restarts until `replyd resume`.")

  @OptionGroup var config: ConfigOption
  @OptionGroup var scope: ScopeOption
  @Flag(name: .long, help: "Print JSON.") var json = false
  @Option(name: .long, help: "Why, for the audit trail.") var reason = "by an operator"

  func run() async throws {
    let hold = try await Operations(config).perform(
      .hold(scope.scope ?? .everything, reason: reason))
    if json { return Terminal.json(hold) }
    Terminal.line(
      "On hold: \(hold["scope"]?.string ?? ""). No new reply starts until `replyd resume`.")
  }
}

/// `replyd resume`: ends holds; each held reply is checked again before it goes.
struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Ends `replyd hold`; every held reply is checked again first.",
    discussion: "Holds on single connectors and conversations stay, unless named or --all.")

  @OptionGroup var config: ConfigOption
  @OptionGroup var scope: ScopeOption
  @Flag(name: .long, help: "Print JSON.") var json = false
  @Flag(name: .long, help: "Also the holds on connectors and conversations.") var all = false

  func validate() throws {
    if all && scope.scope != nil {
      throw ValidationError("give --all, --connector or --conversation, not several")
    }
  }

  func run() async throws {
    let result = try await Operations(config).perform(
      .resume(all ? nil : scope.scope ?? .everything))
    if json { return Terminal.json(result) }
    let count = Int(result["released"]?.number ?? 0)
    Terminal.line(count == 0 ? "Nothing of that was on hold." : "Released \(count) hold(s).")
    let rest = try await Operations(config).perform(.holds).array?.count ?? 0
    if rest > 0 { Terminal.line("\(rest) other hold(s) stay; `replyd status` lists them.") }
  }
}

/// What a hold covers; without an option: everything.
struct ScopeOption: ParsableArguments {
  @Option(name: .long, help: "Only this connector, by id.") var connector: String?
  @Option(name: .long, help: "Only this conversation, by row.") var conversation: Int64?

  var scope: Hold.Scope? {
    connector.map { .connector($0) } ?? conversation.map { .conversation($0) }
  }

  func validate() throws {
    if connector != nil && conversation != nil {
      throw ValidationError("give --connector or --conversation, not both")
    }
  }
}

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
  @OptionGroup var who: OperatorOption
  @Flag(name: .long, help: "Print JSON.") var json = false
  @Option(name: .long, help: "Why, for the audit trail.") var reason = "by an operator"

  func run() async throws {
    let hold = try await Operations(config, by: who.name).perform(
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
    discussion: """
      Narrower holds stay, unless named or --all; what an incident holds goes on with \
      `replyd resume --incident NUMBER`, by the people whom its procedure names.
      """)

  @OptionGroup var config: ConfigOption
  @OptionGroup var scope: ScopeOption
  @OptionGroup var who: OperatorOption
  @Option(name: .long, help: "Ends this incident, with all that it holds.") var incident: Int64?
  @Flag(name: .long, help: "Print JSON.") var json = false
  @Flag(name: .long, help: "Also the narrower holds, but no incident's.") var all = false

  func validate() throws {
    if [all, scope.scope != nil, incident != nil].count(where: { $0 }) > 1 {
      throw ValidationError("give --all, --incident or one scope, not several")
    }
  }

  func run() async throws {
    if let incident {
      return try await IncidentEnding(id: incident, config: config, who: who, json: json).perform()
    }
    let result = try await Operations(config, by: who.name).perform(
      .resume(all ? nil : scope.scope ?? .everything))
    if json { return Terminal.json(result) }
    let count = Int(result["released"]?.number ?? 0)
    Terminal.line(count == 0 ? "Nothing of that was on hold." : "Released \(count) hold(s).")
    let rest = try await Operations(config).perform(.holds).array ?? []
    if !rest.isEmpty {
      Terminal.line("\(rest.count) other hold(s) stay; `replyd status` lists them.")
    }
    let incidents = Set(rest.compactMap { $0["incident"]?.number.map { Int($0) } }).sorted()
    for id in incidents {
      Terminal.line("Incident \(id) has some of them: `replyd resume --incident \(id)` ends it.")
    }
  }
}

/// What a hold covers; without an option: everything.
struct ScopeOption: ParsableArguments {
  @Option(name: .long, help: "Only this connector, by id.") var connector: String?
  @Option(name: .long, help: "Only this conversation, by row.") var conversation: Int64?
  @Option(
    name: .long, help: "Only replies to messages with one of these words: \"kettle*, KB-210\".")
  var topic: String?
  @Option(name: .long, help: "Only public replies, or only private ones.")
  var audience: Audience?

  enum Audience: String, ExpressibleByArgument, CaseIterable { case `public`, `private` }

  var scope: Hold.Scope? {
    connector.map { .connector($0) } ?? conversation.map { .conversation($0) }
      ?? topic.map { .topic(TopicWords(text: $0)) }
      ?? audience.flatMap { Hold.Audience(rawValue: $0.rawValue) }.map { .audience($0) }
  }

  func validate() throws {
    let given = [connector != nil, conversation != nil, topic != nil, audience != nil]
    if given.count(where: { $0 }) > 1 { throw ValidationError("give one scope, not several") }
    if let topic, TopicWords(text: topic).isEmpty {
      throw ValidationError("\"\(topic)\" has no word that a topic could have")
    }
  }
}

import ArgumentParser
import Engine
import PluginKit

/// `replyd handoffs`: what waits for people, and what they do with it.
struct HandoffsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "handoffs", abstract: "Lists, takes, answers and ends handoffs.",
    subcommands: [
      List.self, Take.self, ReplyTo.self, Snooze.self, Assign.self, Open.self, Answered.self,
      Return.self, Close.self,
    ],
    defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists handoffs that wait for people.")
    @OptionGroup var config: ConfigOption
    @Flag(name: .long, help: "Print JSON.") var json = false
    @Flag(name: .long, help: "Also those that ended.") var all = false

    func run() async throws {
      let rows = try await Operations(config).perform(.handoffs(all: all))
      if json { return Terminal.json(rows) }
      let list = rows.array ?? []
      if list.isEmpty { Terminal.line("No handoff waits.") }
      for row in list { show(row) }
    }

    private func show(_ row: JSONValue) {
      func text(_ name: String) -> String? { row[name]?.string.map { Terminal.safe($0) } }
      var head = [
        "#\(row["id"]?.text() ?? "")", text("state") ?? "", text("team") ?? "",
        "due \(text("dueAt") ?? "-")",
      ]
      let urgency = text("urgency") ?? "normal"
      if urgency != "normal" { head.insert(urgency.uppercased(), at: 1) }
      if text("unreachedAt") != nil { head.insert("NOBODY COULD BE TOLD", at: 1) }
      if text("overdueAt") != nil { head.append("OVERDUE") }
      if let who = text("takenBy") { head.append("by \(who)") }
      if text("takenBy") == nil, let who = text("assignee") { head.append("for \(who)") }
      if let until = text("snoozedUntil") { head.append("snoozed until \(until)") }
      let times = row["timesAsked"]?.number ?? 1
      if times > 1 { head.append("asked \(Int(times)) times") }
      Terminal.line(head.joined(separator: "  "))
      let words = Terminal.safe(row["text"]?.string ?? "", limit: 120)
      Terminal.line("    \(text("author") ?? ""): \(words)")
      Terminal.line("    \(text("reason") ?? "")")
    }
  }

  struct Take: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Takes a handoff: escalation stops, and the bot stays out of the conversation.")
    @OptionGroup var target: HandoffTarget
    func run() async throws { try await target.perform(.take(target.id), "taken") }
  }

  struct ReplyTo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "reply",
      abstract: "Answers the customer, through the guide and the outbox like any reply.",
      discussion: "The handoff becomes yours, and counts as answered once the reply is out.")
    @OptionGroup var target: HandoffTarget
    @Argument(help: "What the customer reads.") var text: String
    func run() async throws {
      try await target.perform(.reply(target.id, text), "yours, and your reply is on its way")
    }
  }

  struct Snooze: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Puts a handoff off: nobody is told of it again before.")
    @OptionGroup var target: HandoffTarget
    @Option(name: .customLong("for"), help: "For how long, \"30m\".") var duration: DurationOption
    func run() async throws {
      try await target.perform(
        .snooze(target.id, duration.value), "snoozed for \(duration.value.text)")
    }
  }

  struct Assign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Gives a handoff to a person of the config, who is told.")
    @OptionGroup var target: HandoffTarget
    @Argument(help: "The person's id or name.") var person: String
    func run() async throws {
      try await target.perform(.assign(target.id, person), "assigned to \(person)")
    }
  }

  struct Open: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Hands a message off that the machine answered or ignored; kept as a correction.")
    @OptionGroup var config: ConfigOption
    @OptionGroup var who: OperatorOption
    @Argument(help: "The message: its row, its remote id or connector/id.") var message: String
    @Option(name: .long, help: "The team; without: the first.") var team: String?
    @Option(name: .long, help: "Why a human is needed.") var reason = "a person asked for it"
    func run() async throws {
      let row = try await Operations(config, by: who.name).perform(
        .openHandoff(message: message, team: team, reason: reason))
      Terminal.line("Handoff \(row["id"]?.text() ?? "") is open.")
    }
  }

  struct Answered: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Ends a handoff that a human answered elsewhere.")
    @OptionGroup var target: HandoffTarget
    func run() async throws {
      try await target.perform(.endHandoff(target.id, .answered), "answered")
    }
  }

  struct Return: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Gives the conversation back to the bot.")
    @OptionGroup var target: HandoffTarget
    @Option(name: .long, help: "What the bot's stages and the next colleague have to know.")
    var summary: String?
    func run() async throws {
      try await target.perform(
        .endHandoff(target.id, .returned, summary: summary), "returned to the bot")
    }
  }

  struct Close: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Ends a handoff without an answer.")
    @OptionGroup var target: HandoffTarget
    func run() async throws { try await target.perform(.endHandoff(target.id, .closed), "closed") }
  }
}

/// One handoff, by its number.
struct HandoffTarget: ParsableArguments {
  @OptionGroup var config: ConfigOption
  @OptionGroup var who: OperatorOption
  @Flag(name: .long, help: "Print JSON.") var json = false
  @Argument(help: "The handoff's number, as the list shows it.") var id: Int64

  func perform(_ command: OperatorCommand, _ done: String) async throws {
    let row = try await Operations(config, by: who.name).perform(command)
    if json { return Terminal.json(row) }
    Terminal.line("Handoff \(id) is \(done).")
  }
}

/// Who acts.
struct OperatorOption: ParsableArguments {
  @Option(
    name: .customLong("as"),
    help: "Who acts: a person's id or name; without: your login name.")
  var name: String?
}

/// `30m`, `24h`, `7d`.
struct DurationOption: ExpressibleByArgument {
  let value: Duration

  init?(argument: String) {
    let isDays = argument.hasSuffix("d")
    if isDays, let days = Int(argument.dropLast()), (1...3660).contains(days) {
      value = .hours(24 * days)
    } else if let duration = Duration(text: argument), duration > .zero {
      value = duration
    } else {
      return nil
    }
  }
}

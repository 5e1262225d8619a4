import Engine
import Foundation
import PluginKit
import Synchronization

/// What a person watches while the demo plays: a block for each message, then the table.
final class LiveView: EngineObserver {
  /// Columns of the time and of the tag; what follows is aligned behind them.
  private static let timeWidth = 8
  private static let tagWidth = 13

  private struct State: Sendable {
    var notified = 0
    var escalated = 0
    /// Whose block came last.
    var handle = ""
  }

  private let brand: String
  private let width: Int
  private let start = SystemTime.monotonicSeconds
  private let state = Mutex(State())

  init(brand: String) {
    self.brand = brand
    width = Self.terminalWidth()
  }

  func open() {
    Terminal.line(Terminal.coloured("replyd answers for \(Terminal.safe(brand))", .bold))
    grey("Recorded customers in real time: who wrote what, what replyd does, why, what it says.")
    Terminal.line()
  }

  func observe(_ event: EngineEvent) {
    switch event {
    case .decided(let message, let decided): show(message, decided)
    case .sent(let reply, _): sent(reply)
    case .notSent(let reply, let why):
      block("NOT SENT", .yellow, reply.parent.author.handle, why)
    case .notified(let notice, let notifier): count(notice, notifier)
    case .deadline(let due) where due.kind == .acknowledge || due.kind == .human:
      block("MISSED", .red, due.messageID.remote, "the \(due.kind.rawValue) window has passed")
    case .alarm(_, let sentence): block("ALARM", .red, "", sentence)
    case .received(_, let result):
      changed(result.edited, "edited")
      changed(result.deleted, "deleted")
    case .step(let step, let outcome):
      block("PROCEDURE", .yellow, "incident \(step.incident)", outcome)
    case .burst(let burst): block(Self.tag(of: burst.kind), .red, "", burst.name)
    case .told(let digest, _): continued("", Terminal.safe(digest.title, limit: 300), .grey)
    case .deadline, .recovered, .polled, .attempted, .notTold, .incident: break
    }
  }

  func close(_ status: StoreStatus, config: String) {
    Terminal.line()
    Terminal.line(Terminal.coloured("What became of \(status.messages) messages", .bold))
    Terminal.line()
    showOutcomes(status)
    showWindows(status)
    showHolds(status)
    let (notified, escalated) = state.withLock { ($0.notified, $0.escalated) }
    Terminal.line("  People were notified \(notified) times, and by \(escalated) escalations.")
    showCommands(config == "config/replyd.json" ? "" : " --config \(config)")
  }
}

// While it plays.
extension LiveView {
  private func show(_ message: Message, _ decided: Decided) {
    let (tag, colour) = Self.look(of: decided.action)
    block(tag, colour, message.author.handle, Self.spoken(message))
    let team = decided.handoff.map { "to \($0.team), " } ?? ""
    continued("", "\(team)because \(Self.plain(decided.reason))", .grey)
  }

  /// Names the author only where another's block came in between.
  private func sent(_ reply: Reply) {
    let handle = reply.parent.author.handle
    let isBelow = state.withLock { $0.handle == handle }
    let scope = reply.visibility == .direct ? "(private) " : ""
    continued(isBelow ? "↳" : "↳ \(handle)", scope + reply.text, .green)
  }

  private func count(_ notice: HandoffNotification, _ notifier: String) {
    state.withLock { state in
      if notice.level == 0 { state.notified += 1 } else { state.escalated += 1 }
    }
    guard notice.level > 0 else { return }
    block(
      "ESCALATED", .magenta, notice.message.author.handle,
      "nobody in \(notice.team) took it yet, so \(notifier) is told: \(notice.reason)")
  }

  private static func tag(of kind: PlannedBurst.Kind) -> String {
    switch kind {
    case .topic: "BURST"
    case .volume: "MORE"
    case .surge: "SURGE"
    }
  }

  private func changed(_ count: Int, _ what: String) {
    guard count > 0 else { return }
    block("CHANGED", .cyan, "", count == 1 ? "a message was \(what)" : "\(count) were \(what)")
  }

  /// A line with the time, which begins a block.
  private func block(_ tag: String, _ colour: Terminal.Colour, _ who: String, _ text: String) {
    state.withLock { $0.handle = who }
    let elapsed = String(format: "%6.1fs ", SystemTime.monotonicSeconds - start)
    let handle = who.isEmpty ? "" : "\(Terminal.safe(who, limit: 30))  "
    let room = width - Self.timeWidth - Self.tagWidth - handle.count
    Terminal.line(
      Terminal.coloured(elapsed, .grey) + Terminal.coloured(Self.padded(tag, Self.tagWidth), colour)
        + Terminal.coloured(handle, .bold) + Terminal.safe(text, limit: max(room, 20)))
  }

  /// A line that belongs to a block.
  private func continued(_ mark: String, _ text: String, _ colour: Terminal.Colour) {
    let mark = mark.isEmpty ? "" : "\(Terminal.safe(mark, limit: 32)) "
    let room = width - Self.timeWidth - Self.tagWidth - mark.count
    let indent = String(repeating: " ", count: Self.timeWidth + Self.tagWidth)
    let line = mark + Terminal.safe(text, limit: max(room, 20))
    Terminal.line(indent + Terminal.coloured(line, colour))
  }

  private func grey(_ text: String) { Terminal.line(Terminal.coloured(text, .grey)) }

  private static func look(of action: Decision.Action) -> (String, Terminal.Colour) {
    switch action {
    case .answer: ("ANSWER", .green)
    case .acknowledge, .acknowledgeAndHandoff: ("ACKNOWLEDGE", .blue)
    case .handoff: ("HAND OFF", .magenta)
    case .holdAndHandoff: ("HOLD", .red)
    case .ignore: ("IGNORE", .grey)
    }
  }

  /// The text with what a reader would otherwise miss: stars, privacy, an edit.
  private static func spoken(_ message: Message) -> String {
    var parts: [String] = []
    if let rating = message.rating, (1...5).contains(rating) {
      parts.append(
        String(repeating: "★", count: rating) + String(repeating: "☆", count: 5 - rating))
    }
    if message.visibility == .direct { parts.append("(private)") }
    if message.editedAt != nil { parts.append("(edited)") }
    parts.append(message.text.isEmpty ? "(no words)" : message.text)
    return parts.joined(separator: " ")
  }

  /// `faq: faq:return` is `faq: return`.
  private static func plain(_ reason: String) -> String {
    guard let colon = reason.firstIndex(of: ":") else { return reason }
    let stage = reason[..<colon]
    let twice = "\(stage): \(stage):"
    return reason.hasPrefix(twice) ? "\(stage): \(reason.dropFirst(twice.count))" : reason
  }

  /// Of the terminal; where there is none, as wide as the usual one.
  private static func terminalWidth() -> Int {
    var size = winsize()
    let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return min(max(isKnown ? Int(size.ws_col) : 120, 60), 200)
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}

// The closing table.
extension LiveView {
  private static let nameWidth = 58
  private static let barWidth = 30

  private func showOutcomes(_ status: StoreStatus) {
    row("answered", status.answered, of: status.messages, .green)
    row("handed off to people", status.handedOff, of: status.messages, .magenta)
    row("  of these, acknowledged to the customer first", status.acknowledged)
    row("ignored, each with its reason", status.ignoredTotal, of: status.messages, .grey)
    for (reason, count) in status.ignored.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      row("  \(Terminal.safe(reason, limit: Self.nameWidth - 3))", count)
    }
    row("still open", status.open, of: status.messages, .red)
    Terminal.line()
  }

  private func showWindows(_ status: StoreStatus) {
    let heads = ["met", "missed", "running"]
    windowRow("Response windows", heads, .bold)
    let clocks = [("acknowledge", "  to the first reply"), ("human", "  to the full answer")]
    for (kind, name) in clocks {
      let counts = [
        status.windowsMet[kind] ?? 0, status.windowsMissed[kind] ?? 0,
        status.windowsRunning[kind] ?? 0,
      ]
      windowRow(name, counts.map { "\($0)" }, nil)
    }
    Terminal.line()
  }

  private func windowRow(_ name: String, _ cells: [String], _ colour: Terminal.Colour?) {
    let right = cells.map { String(repeating: " ", count: max(0, 9 - $0.count)) + $0 }.joined()
    let line = Self.padded(name, Self.nameWidth - 21) + right
    Terminal.line("  " + (colour.map { Terminal.coloured(line, $0) } ?? line))
  }

  private func showHolds(_ status: StoreStatus) {
    guard !status.holds.isEmpty else { return }
    let head = "On hold: the machine stays silent until a person resumes"
    Terminal.line("  " + Terminal.coloured(head, .bold))
    for hold in status.holds {
      let scope = Self.padded(hold.scope.text.replacingOccurrences(of: ":", with: " "), 18)
      Terminal.line("    \(scope)\(Terminal.safe(hold.reason, limit: max(width - 24, 20)))")
    }
    Terminal.line()
  }

  private func showCommands(_ flag: String) {
    let program = CommandLine.arguments.first ?? "replyd"
    let commands = [
      ("why 1", "all that is known of one message"), ("handoffs", "what waits for people"),
      ("verify", "the promises, checked on this store"),
    ].map { (line: "\(program) \($0.0)\(flag)", what: $0.1) }
    let column = commands.map(\.line.count).max() ?? 0
    Terminal.line()
    Terminal.line(Terminal.coloured("Now try", .bold))
    for command in commands {
      Terminal.line("  \(Self.padded(command.line, column))  \(command.what)")
    }
  }

  private func row(
    _ name: String, _ count: Int, of all: Int = 0, _ colour: Terminal.Colour = .grey
  ) {
    let number = "\(count)"
    let gap = String(repeating: " ", count: max(1, Self.nameWidth + 6 - name.count - number.count))
    let length = all > 0 ? (count * Self.barWidth + all - 1) / all : 0
    let bar = length > 0 ? "  " + String(repeating: "▇", count: length) : ""
    Terminal.line("  \(name)\(gap)\(number)" + (bar.isEmpty ? "" : Terminal.coloured(bar, colour)))
  }
}

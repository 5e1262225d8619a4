import Engine
import Foundation
import PluginKit

/// What a person watches while the demo plays: one line an event, then the table.
final class LiveView: EngineObserver {
  private let brand: String
  private let start = SystemTime.monotonicSeconds

  init(brand: String) { self.brand = brand }

  func open() {
    Terminal.line(Terminal.coloured("replyd answers for \(brand)", .bold))
    Terminal.line("")
  }

  func observe(_ event: EngineEvent) {
    switch event {
    case .decided(let message, let decided): show(message, decided)
    case .sent(let reply, _):
      line("sent", .green, "\(reply.parent.author.handle) ← \(Terminal.safe(reply.text, limit: 110))")
    case .notSent(let reply, let why):
      line("not sent", .yellow, "\(reply.parent.author.handle): \(Terminal.safe(why, limit: 90))")
    case .notified(let notice, let notifier):
      line(
        notice.level == 0 ? "told" : "escalated", .magenta,
        "\(notifier): \(notice.message.author.handle), \(Terminal.safe(notice.reason, limit: 80))")
    case .deadline(let due) where due.kind == .acknowledge || due.kind == .human:
      line("missed", .red, "the \(due.kind.rawValue) window of \(due.messageID.remote)")
    case .alarm(let sentence): line("alarm", .red, Terminal.safe(sentence))
    case .received(_, let result) where result.edited + result.deleted > 0:
      line("changed", .cyan, "\(result.edited) edited, \(result.deleted) deleted by their authors")
    case .received, .deadline, .recovered: break
    }
  }

  func close(_ status: StoreStatus, config: String) {
    Terminal.line("")
    Terminal.line(Terminal.coloured("What became of \(status.messages) messages", .bold))
    row("answered", status.answered)
    row("handed off to people", status.handedOff)
    row("ignored, with a reason", status.ignoredTotal)
    for (reason, count) in status.ignored.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      row("  \(Terminal.safe(reason, limit: 60))", count)
    }
    row("still open", status.open)
    row("acknowledged (on the way to people)", status.acknowledged)
    for (kind, name) in [("acknowledge", "first reply"), ("human", "human answer")] {
      let met = status.windowsMet[kind] ?? 0
      let missed = status.windowsMissed[kind] ?? 0
      let running = status.windowsRunning[kind] ?? 0
      row("\(name) window: met, missed, still running", "\(met), \(missed), \(running)")
    }
    for hold in status.holds {
      row("on hold: \(hold.scope.text)", Terminal.safe(hold.reason, limit: 60))
    }
    let flag = config == "config/replyd.json" ? "" : " --config \(config)"
    Terminal.line("")
    Terminal.line("Now try: replyd why 1\(flag) · replyd verify\(flag) · replyd handoffs\(flag)")
  }

  private func show(_ message: Message, _ decided: Decided) {
    let colour: Terminal.Colour =
      switch decided.action {
      case .answer: .green
      case .acknowledge, .acknowledgeAndHandoff: .blue
      case .handoff: .magenta
      case .holdAndHandoff: .red
      case .ignore: .grey
      }
    line(
      decided.action.rawValue, colour,
      "\(message.author.handle): \(Terminal.safe(message.text, limit: 80))")
    line("", colour, Terminal.coloured("because \(Terminal.safe(decided.reason, limit: 100))", .grey))
  }

  private func line(_ tag: String, _ colour: Terminal.Colour, _ text: String) {
    let elapsed = SystemTime.monotonicSeconds - start
    let time = tag.isEmpty ? "      " : String(format: "%5.1fs", elapsed)
    let padded = tag + String(repeating: " ", count: max(0, 19 - tag.count))
    Terminal.line("\(time)  \(Terminal.coloured(padded, colour))  \(text)")
  }

  private func row(_ name: String, _ value: Int) { row(name, "\(value)") }

  private func row(_ name: String, _ value: String) {
    let dots = String(repeating: " ", count: max(1, 46 - name.count))
    Terminal.line("  \(name)\(dots)\(value)")
  }
}

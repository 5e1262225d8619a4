import ArgumentParser
import Engine
import Foundation
import PluginKit

/// `replyd report`: what was answered in time, what was not, what customers did afterwards.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Reports what was answered in time, what was not, and what customers did then.",
    discussion: """
      Times are durations back from now (7d, 24h), days in the brand's time zone (2026-11-27) or \
      instants (2026-11-27T08:00:00Z). docs/reports.md defines every figure.
      """)

  @OptionGroup var config: ConfigOption
  @Option(name: .long, help: "Messages received from then on; at most 400 days.") var since = "7d"
  @Option(name: .long, help: "And before then; now, unless given.") var until: String?
  @Flag(name: .long, help: "JSON.") var json = false
  @Flag(name: .long, help: "One HTML page with charts, without scripts or outside resources.")
  var html = false
  @Flag(name: .long, help: "One line a message, for spreadsheets.") var csv = false
  @Argument(help: "Where --json, --html or --csv goes; standard output, unless given.")
  var file: String?

  func validate() throws {
    if [json, html, csv].count(where: { $0 }) > 1 {
      throw ValidationError("--json, --html and --csv exclude each other")
    }
    if file != nil && !json && !html && !csv {
      throw ValidationError("a file needs --json, --html or --csv")
    }
  }

  func run() async throws {
    if csv { return try await writeCSV() }
    let value = try await Operations(config).perform(.report(since: since, until: until))
    if json {
      guard let file else { return Terminal.json(value) }
      return try ByteSink(file).write(Array((value.text(pretty: true) + "\n").utf8))
    }
    let report = try Report(value)
    if html { return try ByteSink(file ?? "-").write(Array(HTMLReport(report).text.utf8)) }
    for line in TerminalReport(report).lines { Terminal.line(line) }
  }

  /// Page by page, so that any number of messages needs little memory.
  private func writeCSV() async throws {
    let operations = try Operations(config)
    var page = try ReportRows(
      try await operations.perform(.reportRows(since: since, until: until, after: nil)))
    let sink = try ByteSink(file ?? "-")
    try sink.write(Array(CSVReport.header.utf8))
    // The period of the first page: "7d" is another one by now.
    let (start, end) = (Self.text(page.period.since), Self.text(page.period.until))
    while true {
      let now = SystemTime().now
      try sink.write(Array(page.rows.map { CSVReport.line($0, now: now) }.joined().utf8))
      guard let next = page.next else { return }
      page = try ReportRows(
        try await operations.perform(.reportRows(since: start, until: end, after: next)))
    }
  }

  private static func text(_ date: Date) -> String {
    date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }
}

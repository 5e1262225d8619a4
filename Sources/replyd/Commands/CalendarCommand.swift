import ArgumentParser
import Engine
import Foundation
import PluginKit

/// `replyd calendar`: when the brand's people work, day by day, as the human clock sees it.
struct CalendarCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calendar",
    abstract: "Prints the next days: when they are open, which are holidays, in the brand's zone.")

  @OptionGroup var config: ConfigOption
  @Option(name: .long, help: "The first day, such as 2026-12-24; without: today.")
  var from: String?
  @Option(name: .long, help: "How many days, from 1 to 3660.") var days = 14
  @Flag(name: .long, help: "Print JSON.") var json = false

  func validate() throws {
    guard (1...3660).contains(days) else {
      throw ValidationError("--days: expected 1 to 3660, found \(days)")
    }
  }

  func run() async throws {
    let (assembly, _) = try config.load(forDaemon: false)
    let zone = assembly.brand.timeZone.identifier
    guard let hours = assembly.windows.hours else {
      if json { return Terminal.json(["timeZone": .string(zone), "days": .null]) }
      return Terminal.line("The config has no brand.calendar: the human clock never pauses.")
    }
    let found: [BusinessHours.Day]
    do {
      found = try hours.days(from: from, now: SystemTime().now, count: days)
    } catch {
      throw ValidationError("--from: \(error.message)")
    }
    let lines = found.map { CalendarLine(day: $0, hours: hours) }
    if json {
      return Terminal.json(["timeZone": .string(zone), "days": .array(lines.map(\.json))])
    }
    Terminal.line("Business hours in \(zone); an end before its start is on the next day")
    for line in lines { Terminal.line("  " + line.text) }
  }
}

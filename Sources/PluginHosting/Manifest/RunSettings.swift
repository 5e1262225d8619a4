public import PluginKit

/// How the processes of an external plugin are run: the `run` of its entry in the config.
public struct RunSettings: Settings, Equatable {
  public let environment: [(id: String, value: String)]
  public let processes: Int
  /// nil: the kind's own.
  public let deadline: Duration?
  public let memoryMiB: Int
  public let cpu: Duration
  public let files: Int
  public let batch: Int
  public let place: SettingsPlace?

  public init(_ f: inout Fields) {
    place = f.place
    environment = f.textMap(
      "environment", help: "variables, and their values, that the program gets; else it gets none")
    processes = f.integer("processes", default: 1, in: 1...64, help: "how many run side by side")
    deadline = f.optionalDuration(
      "deadline", in: .milliseconds(10) ... .minutes(10),
      help: "for one call; without: 2s for a stage, 10s for a notifier, 30s for a connector")
    memoryMiB = f.integer(
      "memoryMiB", default: 512, in: 16...65_536, unit: "MiB",
      help: "private memory of each of its processes")
    cpu = f.duration(
      "cpu", default: .seconds(10), in: .seconds(1) ... .hours(1),
      help: "processor time for one call")
    files = f.integer("files", default: 64, in: 8...65_536, help: "open files of each process")
    batch = f.integer(
      "batch", default: 64, in: 1...256, unit: "messages",
      help: "given to a stage at once, at most")
  }

  /// The same way of running, wherever it stands.
  public static func == (a: RunSettings, b: RunSettings) -> Bool {
    a.environment.elementsEqual(b.environment, by: ==) && a.processes == b.processes
      && a.deadline == b.deadline && a.memoryMiB == b.memoryMiB && a.cpu == b.cpu
      && a.files == b.files && a.batch == b.batch
  }

  /// All left out.
  public static let standard: RunSettings = {
    let empty = LocatedSettings(
      node: JSONNode(.object([]), at: .init(line: 1, column: 1)), path: "run", file: "")
    var issues: [SettingsIssue] = []
    return empty.read(from: NoFiles(), issues: &issues) { RunSettings(&$0) }
  }()
}

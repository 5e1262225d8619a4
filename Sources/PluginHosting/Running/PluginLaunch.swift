import Foundation
public import Logging
public import PluginKit

/// All that is needed to start a process of a plugin, as often as it takes.
public struct PluginLaunch: Sendable {
  package let manifest: PluginManifest
  package let folder: String
  let run: RunSettings
  /// Secrets among them: they go down the pipe and nowhere else.
  package let parameters: JSONValue
  let logger: Logger
  /// Of its processes together.
  let budget = LineBudget()
  /// Values of settings that are secrets, to be kept out of what the program says.
  private let secrets: [String]

  init(
    plugin: ExternalPlugin, run: RunSettings, id: String, brand: Brand, settings: JSONValue,
    logger: Logger
  ) {
    manifest = plugin.manifest
    folder = plugin.folder
    self.run = run
    self.logger = logger
    secrets = plugin.manifest.settings.filter { $0.kind == .secret }
      .compactMap { settings[$0.name]?.string }.filter { $0.count >= Self.shortestSecret }
      .flatMap { [$0, String(JSONValue.string($0).text().dropFirst().dropLast())] }
    parameters = [
      "protocol": .int(PluginManifest.version), "id": .string(id),
      "brand": [
        "name": .string(brand.name), "timeZone": .string(brand.timeZone.identifier),
      ],
      "settings": settings,
    ]
  }

  /// Whether a process of one is as good as a process of the other.
  func isSame(as other: PluginLaunch) -> Bool {
    manifest.document == other.manifest.document && folder == other.folder
      && parameters == other.parameters && run == other.run
  }

  /// A shorter one would take words out of sentences.
  private static let shortestSecret = 6

  /// A program's own words, for logs and reasons, without the secrets that it was given.
  func withoutSecrets(_ text: String) -> String {
    secrets.reduce(text) { $0.replacing($1, with: "<secret>") }
  }

  /// The same of a line, where most plugins have no secret.
  func withoutSecrets(_ line: [UInt8]) -> [UInt8] {
    secrets.isEmpty ? line : Array(withoutSecrets(String(decoding: line, as: UTF8.self)).utf8)
  }

  /// For one call.
  package var deadline: Duration {
    if let deadline = run.deadline { return deadline }
    return switch manifest.kind {
    case .stage: .seconds(2)
    case .notifier: .seconds(10)
    case .connector: .seconds(30)
    }
  }

  /// The whole environment of the program.
  var environment: [String: String] {
    var variables = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
      "LANG": "C.UTF-8",
    ]
    for (name, value) in run.environment { variables[name] = value }
    return variables
  }

  /// Why the command cannot be run, for the operator; nil when it can.
  var commandProblem: String? {
    let program = manifest.command[0]
    if program.contains("/") {
      let path = program.hasPrefix("/") ? program : folder + "/" + program
      if FileManager.default.isExecutableFile(atPath: path) { return nil }
      return FileManager.default.fileExists(atPath: path)
        ? "the command \(program) may not be executed: chmod +x it"
        : "the command \(program) is not there"
    }
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    let isFound = folders.contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
    }
    return isFound ? nil : "the command \(program) is not in the PATH; install it"
  }

  /// The command with its limits around it: util-linux' setpriv takes the right to gain rights and
  /// has the program die with replyd, the shell sets the limits, then each becomes the next.
  var arguments: [String] {
    let limits = [
      "ulimit -c 0", "ulimit -d \(run.memoryMiB * 1024)", "ulimit -n \(run.files)",
      "ulimit -S -t \(Int(run.cpu.seconds.rounded(.up)))", "unset PWD", "exec \"$@\"",
    ]
    return ["--no-new-privs", "--pdeathsig", "KILL", "--", "/bin/sh", "-c"]
      + [limits.joined(separator: " && "), "sh"] + manifest.command
  }

  static let wrapper = "/usr/bin/setpriv"
}

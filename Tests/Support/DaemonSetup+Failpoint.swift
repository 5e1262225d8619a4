import Foundation

extension DaemonSetup {
  /// Starts a daemon that kills itself when it passes a failpoint (`name:count`) of the Engine.
  public func start(failpoint: String) throws -> ReplydDaemon {
    let url = URL(filePath: log)
    if !FileManager.default.fileExists(atPath: log) { try Data().write(to: url) }
    let output = try FileHandle(forWritingTo: url)
    try output.seekToEnd()
    let process = Process()
    process.executableURL = binary.url
    process.arguments = ["run", "--config", config, "--log-level", "warning"]
    process.environment = ProcessInfo.processInfo.environment
      .merging(["REPLYD_FAILPOINT": failpoint], uniquingKeysWith: { $1 })
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    return ReplydDaemon(process: process, log: url)
  }
}

import Foundation

/// `perf` over the daemon, and the part that each of its samples belongs to.
struct Profile {
  /// Seldom enough that watching costs well below a hundredth.
  private static let samplesPerSecond = "199"

  private let recorder: Process
  private let path: String

  /// Watches until the process ends; nil when perf is not installed.
  static func record(_ process: Int32, into path: String) throws -> Profile? {
    guard let perf = perf() else { return nil }
    let recorder = Process()
    recorder.executableURL = perf
    recorder.arguments = [
      "record", "-q", "-F", samplesPerSecond, "-g", "-p", "\(process)", "-o", path,
    ]
    recorder.standardError = FileHandle.nullDevice
    try recorder.run()
    return Profile(recorder: recorder, path: path)
  }

  /// Shares of the samples by part, the largest first; empty when perf was not allowed to record.
  /// Call it when the watched process has ended.
  func shares() throws -> [(part: String, share: Double)] {
    recorder.waitUntilExit()
    let script = try script()
    var counts: [String: Int] = [:]
    for sample in script.split(separator: "\n\n") { counts[Self.part(of: sample), default: 0] += 1 }
    let total = Double(counts.values.reduce(0, +))
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
      ($0.key, Double($0.value) / total)
    }
  }

  private func script() throws -> String {
    let reader = Process()
    let output = Pipe()
    reader.executableURL = recorder.executableURL
    reader.arguments = ["script", "-i", path, "--no-inline", "-F", "ip,sym,dso"]
    reader.standardOutput = output
    reader.standardError = FileHandle.nullDevice
    try reader.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    reader.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
  }

  private static func perf() -> URL? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { URL(filePath: "\($0)/perf") }.first {
      FileManager.default.isExecutableFile(atPath: $0.path)
    }
  }
}

extension Profile {
  /// The innermost frame that belongs to a part decides. Text analysis serves the stages and the
  /// guide alike, so its caller decides first. `rest` is what no frame claims, above all libc's
  /// memory functions, whose callers cannot be seen without frame pointers.
  private static func part(of sample: Substring) -> String {
    let frames = sample.split(separator: "\n").compactMap(Frame.init)
    if let part = frames.lazy.compactMap(\.part).first { return part }
    return frames.contains { $0.symbol.hasPrefix("$s12TextAnalysis") } ? "stages" : "rest"
  }

  /// A line of `perf script`: address, symbol, (object).
  private struct Frame {
    private static let modules = [
      ("$s7Storage", "store"), ("$s4GRDB", "store"), ("$s9PluginKit9JSON", "json"),
      ("$s9PluginKit10JSON", "json"), ("$s9PluginKit8JSON", "json"), ("$s9Transport", "transport"),
      ("$s8StageKit", "stages"), ("$s23MastodonConnectorPlugin", "connector"),
      ("$s5Guide", "guide"), ("$s6Engine", "engine"),
    ]
    private static let disk = ["ext4", "xfs", "btrfs", "overlay", "fsync", "pwrite", "blk"]
    private static let network = ["tcp", "inet", "sock", "__sys_send", "__sys_recv", "poll"]

    let symbol: Substring
    private let object: Substring

    init?(_ line: Substring) {
      let words = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
      guard words.count == 2, let open = words[1].lastIndex(of: "(") else { return nil }
      symbol = words[1][..<open]
      object = words[1][open...]
    }

    var part: String? {
      if object.hasPrefix("([kernel") { return kernelPart }
      if object.contains("libsqlite3") { return "store" }
      if object.contains("libcurl") { return "transport" }
      if object.contains("libFoundation"), symbol.contains("JSON") { return "json" }
      if symbol.prefix(40).contains("StagePlugin") { return "stages" }
      // The bottom of every stack of the pool says nothing.
      if symbol.hasPrefix("$s6Engine0A8ExecutorC7threads") { return nil }
      return Self.modules.first { symbol.hasPrefix($0.0) }?.1
    }

    /// nil for memory, locks and the rest: whoever called decides.
    private var kernelPart: String? {
      if Self.disk.contains(where: symbol.contains) { return "kernelDisk" }
      return Self.network.contains(where: symbol.contains) ? "kernelNetwork" : nil
    }
  }
}

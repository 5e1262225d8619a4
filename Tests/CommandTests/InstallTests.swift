import Foundation
import PluginKit
import PluginTesting
import Synchronization
import TestSupport
import Testing

/// What `make install` puts on a machine, and what the service manager is told there.
@Suite struct InstallTests {
  private let folder: TemporaryFolder
  private let binary: ReplydBinary

  init() throws {
    folder = try TemporaryFolder()
    binary = try ReplydBinary()
  }

  private func run(_ words: [String]) throws -> (status: Int32, said: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = TestPaths.repository
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: said, as: UTF8.self))
  }

  private func make(_ target: String) throws {
    let done = try run([
      "make", target, "BINARY=\(binary.url.path)", "DESTDIR=\(folder.path(of: "root"))",
      "PREFIX=/opt/replyd",
    ])
    #expect(done.status == 0, "\(done.said)")
  }

  private func installed() throws -> Set<String> {
    let root = folder.path(of: "root")
    let all = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    return Set(
      all.filter { path in
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(
          atPath: "\(root)/\(path)", isDirectory: &isFolder)
        return isThere && !isFolder.boolValue
      })
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: folder.path(of: "root/\(path)"), encoding: .utf8)
  }

  private static let program: Set = [
    "opt/replyd/bin/replyd", "opt/replyd/share/man/man1/replyd.1",
    "opt/replyd/share/bash-completion/completions/replyd",
    "opt/replyd/share/zsh/site-functions/_replyd",
    "opt/replyd/share/fish/vendor_completions.d/replyd.fish",
    "opt/replyd/lib/systemd/system/replyd.service", "opt/replyd/lib/sysusers.d/replyd.conf",
    "opt/replyd/lib/tmpfiles.d/replyd.conf",
  ]

  @Test func installAndUninstallLeaveTheConfigAlone() async throws {
    try make("install")
    #expect(try installed() == Self.program.union(["etc/replyd/replyd.json"]))
    #expect(
      try text("opt/replyd/lib/systemd/system/replyd.service")
        .contains("ExecStart=/opt/replyd/bin/replyd run --config /etc/replyd/replyd.json\n"))
    let checked = try await binary.run([
      "check", "--config", folder.path(of: "root/etc/replyd/replyd.json"),
    ])
    #expect(checked.status == 0, "\(checked.error)")
    try folder.write("{}", to: "root/etc/replyd/replyd.json")
    try make("install")
    try make("uninstall")
    #expect(try installed() == ["etc/replyd/replyd.json"])
    #expect(try text("etc/replyd/replyd.json") == "{}")
  }

  @Test func manualAndCompletionsNameEveryCommand() async throws {
    let help = try await binary.run(["--experimental-dump-help"])
    let commands = try JSONReader.read(help.output.utf8).plain["command"]?["subcommands"]?.array
    let names = (commands ?? []).filter { $0["shouldDisplay"]?.bool != false }
      .compactMap { $0["commandName"]?.string }
    #expect(names.contains("forget") && names.count > 15)
    let manual = try await binary.run(["manual"]).output
    for name in names where name != "help" {
      #expect(manual.contains("\n.SS replyd \(name.replacing("-", with: "\\-"))\n"), "\(name)")
    }
    #expect(manual.contains(".B \\-\\-config CONFIG\n"))
    for shell in ["bash", "zsh", "fish"] {
      let script = try await binary.run(["--generate-completion-script", shell]).output
      for name in names { #expect(script.contains(name), "\(shell): \(name)") }
    }
    try folder.write(manual, to: "replyd.1")
    let set = try run(["groff", "-man", "-Tutf8", "-ww", "-z", folder.path(of: "replyd.1")])
    #expect(set.status == 0 && set.said.isEmpty, "\(set.said)")
  }

  /// systemd rates from 0, safe, to 10.
  @Test func theServiceIsHardened() throws {
    guard try run(["sh", "-c", "command -v systemd-analyze"]).status == 0 else {
      return print("NOT RUN: systemd-analyze is missing: run `bash Tests/install.sh`")
    }
    let done = try run([
      "systemd-analyze", "security", "--offline=yes", "--threshold=20", "--no-pager", "dist/replyd.service",
    ])
    #expect(done.status == 0, "\(done.said)")
  }

  // MARK: The service manager

  /// A daemon without connectors, with more in its environment.
  private func start(_ environment: [String: String], log: String) throws -> Process {
    let port = try FreePort.next()
    try folder.write(
      """
      {"store": {"sqlite": "var/replyd.sqlite"}, "teams": {"care": {"notify": ["log"]}},
       "notifiers": {"log": {"plugin": "log"}}, "console": {"listen": "127.0.0.1:\(port)"}}
      """, to: "replyd.json")
    try folder.write("", to: log)
    let process = Process()
    process.executableURL = binary.url
    process.arguments = ["run", "--config", folder.path(of: "replyd.json")]
    process.environment = ProcessInfo.processInfo.environment
      .merging(environment) { $1 }
    process.standardError = try FileHandle(forWritingTo: URL(filePath: folder.path(of: log)))
    try process.run()
    return process
  }

  @Test func theServiceManagerHearsReadyAliveAndStopping() async throws {
    let path = folder.path(of: "notify")
    let heard = try NotifySocket(path: path)
    let process = try start(
      ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "100000"], log: "daemon.log")
    defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
    try await eventually("it is ready and alive") {
      let all = heard.received()
      return all.contains("READY=1") && all.count { $0 == "WATCHDOG=1" } > 2
    }
    #expect(!heard.received().contains("STOPPING=1"))
    process.terminate()
    try await eventually("it stops") { heard.received().contains("STOPPING=1") }
    try await eventually("it has ended") { !process.isRunning }
    #expect(process.terminationStatus == 0)
  }

  @Test func theJournalGetsPrioritiesAndNoTimes() async throws {
    for isJournal in [true, false] {
      try folder.write("", to: "log")
      var status = stat()
      #expect(stat(folder.path(of: "log"), &status) == 0)
      let stream = isJournal ? "\(status.st_dev):\(status.st_ino)" : "1:1"
      let process = try start(["JOURNAL_STREAM": stream], log: "log")
      let path = folder.path(of: "log")
      try await eventually("it logs") {
        try String(contentsOfFile: path, encoding: .utf8).contains("no connector is on")
      }
      process.terminate()
      try await eventually("it has ended") { !process.isRunning }
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      #expect(lines.contains { $0.hasPrefix("<4>replyd: no connector is on") } == isJournal)
      #expect(lines.allSatisfy { $0.hasPrefix("<") } == isJournal, "\(lines)")
    }
  }
}

/// What a service manager listens on.
private final class NotifySocket: Sendable {
  private let descriptor: Int32
  private let texts = Mutex<[String]>([])

  init(path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0 else { throw CommandSetup.Failure(description: "cannot bind \(path)") }
  }

  deinit { close(descriptor) }

  /// Everything heard so far.
  func received() -> [String] {
    var buffer = [UInt8](repeating: 0, count: 512)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      guard count > 0 else { return texts.withLock(\.self) }
      let text = String(decoding: buffer.prefix(count), as: UTF8.self)
      texts.withLock { $0.append(text) }
    }
  }
}

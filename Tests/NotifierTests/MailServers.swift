import Foundation
import Testing

/// Postfix and Dovecot on the loopback address, with state of their own; see
/// `Tests/Servers/Mail/mail.sh`. The ports are fixed: one at a time.
final class MailServers {
  struct Failure: Error, CustomStringConvertible { var description: String }

  static let user = "brand@shop.test"
  static let password = "pw-12345"
  let startTLS = "smtp://127.0.0.1:2587"
  let smtps = "smtps://127.0.0.1:2465"
  let caFile: String
  private let folder: URL
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Servers/Mail/mail.sh").path

  /// What is missing to run them; nil: nothing.
  static var missing: String? {
    getuid() == 0 ? nil : "Postfix starts only as root"
  }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "mail-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    caFile = folder.appending(path: "mail/cert.pem").path
    try run("start")
  }

  func stop() {
    do {
      try run("stop")
      try FileManager.default.removeItem(at: folder)
    } catch { Issue.record("the mail servers stay behind: \(error)") }
  }

  private func run(_ verb: String) throws {
    let log = folder.appending(path: "\(verb).log").path
    // A process started from a pool thread inherits its mask, and the servers could not be stopped
    // by SIGTERM. They keep their output open, so that it cannot be a pipe.
    let (status, _) = try Self.python(
      """
      import os, signal, subprocess, sys
      signal.pthread_sigmask(signal.SIG_SETMASK, [])
      with open(sys.argv[3], "wb") as log:
        sys.exit(subprocess.call(["bash", sys.argv[1], sys.argv[2]], stdin=subprocess.DEVNULL,
          stdout=log, stderr=log))
      """, [Self.script, verb, log], environment: ["SERVERS_ROOT": folder.path])
    guard status == 0 else {
      throw Failure(
        description: "mail.sh \(verb): \(try String(contentsOfFile: log, encoding: .utf8))")
    }
  }

  /// All messages of a mailbox, read through IMAP over TLS.
  func messages() throws -> [Data] {
    let (status, output) = try Self.python(
      """
      import base64, imaplib, json, ssl, sys
      trust = ssl.create_default_context(cafile=sys.argv[1])
      box = imaplib.IMAP4_SSL("127.0.0.1", 2993, ssl_context=trust)
      box.login(sys.argv[2], sys.argv[3])
      box.select("INBOX", readonly=True)
      numbers = box.search(None, "ALL")[1][0].split()
      mails = [box.fetch(n, "(BODY.PEEK[])")[1][0][1] for n in numbers]
      print(json.dumps([base64.b64encode(mail).decode() for mail in mails]))
      """, [caFile, Self.user, Self.password])
    guard status == 0 else { throw Failure(description: "imaplib failed") }
    return try JSONDecoder().decode([Data].self, from: output)
  }

  private static func python(
    _ script: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> (status: Int32, output: Data) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", script] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, data)
  }
}

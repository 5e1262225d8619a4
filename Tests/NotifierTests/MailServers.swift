import Foundation
import TestSupport

/// `MailServer` as the notifier sees it, and what arrived there.
final class MailServers {
  struct Failure: Error, CustomStringConvertible { var description: String }

  static let user = MailServer.brand
  static let password = MailServer.password
  static var missing: String? { MailServer.missing }

  private let server: MailServer

  init() throws { server = try MailServer() }

  var startTLS: String { "smtp://127.0.0.1:\(server.submissionPort)" }
  var smtps: String { "smtps://127.0.0.1:\(server.smtpsPort)" }
  var caFile: String { server.caFile }

  /// All messages of a mailbox, read through IMAP over TLS.
  func messages() throws -> [Data] {
    let (status, output) = try Self.python(
      """
      import base64, imaplib, json, ssl, sys
      trust = ssl.create_default_context(cafile=sys.argv[1])
      box = imaplib.IMAP4_SSL("127.0.0.1", int(sys.argv[4]), ssl_context=trust)
      box.login(sys.argv[2], sys.argv[3])
      box.select("INBOX", readonly=True)
      numbers = box.search(None, "ALL")[1][0].split()
      mails = [box.fetch(n, "(BODY.PEEK[])")[1][0][1] for n in numbers]
      print(json.dumps([base64.b64encode(mail).decode() for mail in mails]))
      """, [caFile, Self.user, Self.password, "\(server.imapsPort)"])
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

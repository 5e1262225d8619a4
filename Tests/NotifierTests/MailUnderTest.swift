import Foundation
import NotifierKit
import PluginKit
import PluginTesting
import TestSupport
import Transport

@testable import EmailNotifierPlugin

extension Card {
  static func make(
    key: String = "k-1", thread: String = "c-1", phase: Phase = .open, urgency: Urgency = .normal,
    title: String = "A customer waits", parts: [Part] = [], links: [Link] = []
  ) -> Card {
    Card(
      key: key, thread: thread, phase: phase, urgency: urgency, title: title, parts: parts,
      links: links)
  }
}

/// A message as Python's `email` package reads it: not by our own code.
struct PythonMail: Decodable {
  struct Unreadable: Error, CustomStringConvertible { var description: String }

  /// Decoded, by name in the order of the message.
  var headers: [[String]]
  var parts: [Part]
  var defects: [String]
  var longestLine: Int
  var rawHead: String

  struct Part: Decodable {
    var type: String
    var text: String
  }

  init(_ bytes: Data) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", Self.script]
    let input = Pipe()
    let output = Pipe()
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try bytes.write(to: file)
    defer { _ = unlink(file.path) }
    process.standardInput = input
    process.standardOutput = output
    process.environment = ["MAIL": file.path, "PYTHONIOENCODING": "utf-8"]
    try process.run()
    let json = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Unreadable(description: "python3 ended with \(process.terminationStatus)")
    }
    self = try JSONDecoder().decode(PythonMail.self, from: json)
  }

  /// All values of a field.
  func all(_ name: String) -> [String] {
    headers.filter { $0[0].lowercased() == name.lowercased() }.map { $0[1] }
  }

  subscript(name: String) -> String? { all(name).first }

  func text(_ type: String) -> String? { parts.first { $0.type == type }?.text }

  private static let script = """
    import email, email.policy, json, os
    raw = open(os.environ["MAIL"], "rb").read()
    m = email.message_from_bytes(raw, policy=email.policy.default)
    defects = [repr(d) for part in m.walk() for d in part.defects]
    for name, value in m.items(): defects += [name + ": " + repr(d) for d in value.defects]
    print(json.dumps({
      "headers": [[n, str(v)] for n, v in m.items()],
      "parts": [{"type": p.get_content_type(), "text": p.get_content().replace("\\r\\n", "\\n")}
                for p in m.walk() if not p.is_multipart()],
      "defects": defects, "longestLine": max(len(l) for l in raw.split(b"\\r\\n")),
      "rawHead": raw.split(b"\\r\\n\\r\\n")[0].decode("ascii")}))
    """
}

extension MailMessage {
  static func make(
    _ card: Card, name: String = "replyd", to recipients: [String] = ["ana@brand.test"],
    prefix: String = "[replyd]", date: Date = fixtureTime
  ) throws -> MailMessage {
    guard let from = MailAddress("bot@brand.test") else {
      throw PythonMail.Unreadable(description: "")
    }
    return MailMessage(
      card, name: name, from: from, to: recipients.compactMap(MailAddress.init),
      subjectPrefix: prefix, date: date)
  }
}

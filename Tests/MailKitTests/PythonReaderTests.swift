import Foundation
import MailKit
import PluginKit
import PluginTesting
import Testing
import Transport

/// Python's `email` package as a second opinion.
@Suite struct PythonReaderTests {
  private struct Reading: Decodable {
    var from: String?
    var name: String?
    var to: [String]?
    var subject: String?
    var messageID: String?
    var date: String?
    var body: String?
    var attachments: [String?]?
  }

  /// Where the two differ, `expected.json` says why; and where it says so, they do differ.
  @Test func bothReadTheSame() throws {
    let readings = try Self.readings(of: MailShape.folder)
    let shapes = try MailShape.all()
    #expect(readings.count == shapes.count)
    for shape in shapes {
      let reading = try #require(readings[shape.name])
      let differing = Self.differences(shape.mail, reading)
      let known = Set((shape.expected.differs ?? [:]).keys)
      #expect(Set(differing.keys) == known, "\(shape.name): \(differing)")
    }
  }

  @Test func whatWeWriteIsReadByOthers() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { _ = rmdir(folder.path) }
    for (index, text) in Self.replies.enumerated() {
      let mail = try Self.reply(text)
      let file = folder.appending(path: "\(index).eml")
      try mail.bytes.write(to: file)
      defer { _ = unlink(file.path) }
      let reading = try #require(try Self.readings(of: folder)["\(index)"])
      #expect(Self.differences(ParsedMail(mail.bytes), reading) == [:])
      #expect(reading.messageID == mail.id && reading.name == "Zoë’s “Shop”, Ltd.")
      #expect(reading.body?.replacingOccurrences(of: "\r\n", with: "\n") == text + "\n")
    }
  }

  private static let replies = [
    "Hello", "Grüße, 👩‍👩‍👧\n\nשלום", "a = b\n.\n\n-- \nsigned", "From here\n > to =3D there ",
    String(repeating: "long ", count: 500), String(repeating: "長", count: 500),
  ]

  private static func reply(_ text: String) throws -> OutgoingMail {
    let parent = ParsedMail(
      "From: zoe@customer.test\nSubject: Größe?\nMessage-ID: <1@customer.test>\n\nx".utf8)
    let reply = Reply(
      key: text, kind: .answer, text: text, visibility: .direct,
      parent: parent.message(
        connector: "m", account: MailShape.account, receivedAt: fixtureTime))
    return OutgoingMail(
      reply, to: try #require(MailAddress("zoe@customer.test")),
      from: OutgoingMail.Author(
        name: "Zoë’s “Shop”, Ltd.", address: try #require(MailAddress("help@brand.test"))),
      original: parent, quotesOriginal: false, date: fixtureTime)
  }

  private static func differences(_ mail: ParsedMail, _ reading: Reading) -> [String: String] {
    var differing: [String: String] = [:]
    func compare<Value: Equatable>(_ name: String, _ ours: Value, _ theirs: Value?) {
      if let theirs, ours != theirs { differing[name] = "\(ours) | \(theirs)" }
    }
    compare("from", mail.from?.address ?? "", reading.from)
    compare("name", mail.from?.name ?? "", reading.name)
    compare("to", mail.to.map(\.address), reading.to)
    compare("subject", mail.subject, reading.subject)
    compare("messageID", mail.messageID ?? "", reading.messageID)
    compare("date", MailShape.stamp(mail.date) ?? "", reading.date)
    compare("body", words(mail.body), reading.body.map(words))
    let names = mail.media.map(\.description)
    compare("attachments", names, reading.attachments)
    return differing
  }

  private static func words(_ text: String) -> [Substring] {
    text.split(whereSeparator: \.isWhitespace)
  }

  private static func readings(of folder: URL) throws -> [String: Reading] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let script = MailShape.folder.deletingLastPathComponent().appending(path: "read_mail.py")
    process.arguments = ["python3", script.path, folder.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let json = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return try JSONDecoder().decode([String: Reading].self, from: json)
  }
}

import Foundation
import MailKit
import PluginKit
import Testing

/// One mail of `Shapes`, and what is to be read from it.
struct MailShape: Sendable, CustomTestStringConvertible {
  static let account = MailAccount(
    addresses: ["help@brand.test"], authenticator: "mx.brand.test")
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "Shapes")

  let name: String
  let expected: Expectation
  let bytes: Data
  var testDescription: String { name }

  var mail: ParsedMail { ParsedMail(bytes) }

  /// All of them, by name.
  static func all() throws -> [MailShape] {
    let json = try Data(contentsOf: folder.appending(path: "expected.json"))
    return try JSONDecoder().decode([String: Expectation].self, from: json)
      .sorted { $0.key < $1.key }
      .map { name, expected in
        MailShape(
          name: name, expected: expected,
          bytes: try Data(contentsOf: folder.appending(path: "\(name).eml")))
      }
  }

  /// What is not named is not compared, but for `from` and `text`.
  struct Expectation: Decodable, Sendable {
    var from: String?
    var text: String?
    var name: String?
    var to: [String]?
    var subject: String?
    var messageID: String?
    var inReplyTo: String?
    var references: [String]?
    var date: String?
    var media: [String]?
    var notes: [String]?
    var isEncrypted: Bool?
    var isMachine: Bool?
    /// Words of each reason, in order.
    var signs: [String]?
    var report: [String: String]?
    /// Where Python's library reads something else, and why we do not: by what is compared.
    var differs: [String: String]?
  }
}

extension MailShape {
  /// As `expected.json` writes it: in UTC, to the second.
  static func stamp(_ date: Date?) -> String? { date?.formatted(.iso8601) }

  static func words(_ media: [Medium]) -> [String] {
    media.map { [$0.kind.rawValue, $0.description].compactMap { $0 }.joined(separator: " ") }
  }
}

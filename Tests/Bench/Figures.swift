import Foundation
import PluginKit

/// Figures by name, in the order they came.
struct Figures {
  private var members: [JSONValue.Member] = []

  init() {}

  init(contentsOf path: String) throws {
    let text = try Data(contentsOf: URL(filePath: path))
    if case .object(let members) = try JSONReader.read(text).plain { self.members = members }
  }

  /// - Parameter note: what the figure covers, for the table and the file.
  mutating func add(
    _ name: String, _ value: Double, _ unit: String, digits: Int = 1, note: String? = nil
  ) {
    var figure: [JSONValue.Member] = [
      .init("value", .rounded(value, digits: digits)), .init("unit", .string(unit)),
    ]
    if let note { figure.append(.init("note", .string(note))) }
    members.append(.init(name, .object(figure)))
  }

  mutating func append(_ more: Figures) { members += more.members }

  var table: String {
    members.map { member in
      let name = member.key + String(repeating: " ", count: max(1, 24 - member.key.count))
      let value = member.value["value"]?.text() ?? ""
      let room = String(repeating: " ", count: max(0, 10 - value.count))
      let note = member.value["note"]?.string.map { "  (\($0))" } ?? ""
      return "\(name)\(room)\(value) \(member.value["unit"]?.string ?? "")\(note)"
    }.joined(separator: "\n")
  }

  func write(to path: String) throws {
    try Data((JSONValue.object(members).text(pretty: true) + "\n").utf8).write(
      to: URL(filePath: path), options: .atomic)
  }
}

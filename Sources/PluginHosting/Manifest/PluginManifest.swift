public import PluginKit

/// A plugin's `plugin.json`; docs/protocol.md has its keys.
public struct PluginManifest: Settings {
  public enum Kind: String, Sendable, CaseIterable {
    case stage, notifier, connector
  }

  /// The protocol that this replyd speaks.
  static let version = 1

  public let name: String
  public let version: String
  public let kind: Kind
  public let summary: String
  public let command: [String]
  let settings: [SettingDeclaration]
  /// Names of the findings that a stage may make.
  public let findings: [String]
  let connector: ConnectorDeclaration?
  /// The file itself: what the process says of itself has to be the same.
  let document: JSONValue

  public init(_ f: inout Fields) {
    document = f.located?.node.plain ?? .null
    let number = f.integer("protocol", in: 1...1_000_000, help: "of this file and of its program")
    f.require("protocol", "this replyd speaks version \(Self.version) of the plugin protocol") {
      number == Self.version
    }
    name = f.string("name", form: Self.nameForm, help: "as configs and `replyd why` name it")
    version = f.string("version", form: Self.versionForm, help: "of the plugin")
    kind = f.choice("kind", help: "what it is")
    summary = f.string("summary", form: .shownText, help: "one sentence for lists")
    command = f.strings("command", count: 1...64, help: "the program and its arguments")
    settings = f.objects("settings", as: SettingDeclaration.self, help: "what can be set")
    let names = f.strings(
      "findings", default: [], count: 0...20, form: .notBlank, help: "that a stage may make")
    findings = [name] + names
    connector = f.optionalObject(
      "connector", as: ConnectorDeclaration.self, help: "what the platform can do")
    f.need("connector", when: "kind", is: [Kind.connector], "the engine relies on it")
    f.refuse(
      "connector", when: "kind", is: [Kind.stage, .notifier], "only a connector has a platform")
    f.refuse(
      "findings", when: "kind", is: [Kind.notifier, .connector], "only a stage makes findings")
    let declared = settings.map(\.name)
    f.require("settings", "two settings have the same name") {
      Set(declared).count == declared.count
    }
    let program = command.first
    f.require("command", "the program's name is empty") { program?.isEmpty == false }
  }

  private static let nameForm = TextForm(
    "lower-case letters, digits and hyphens, a letter first", pattern: "^[a-z][a-z0-9-]{0,39}$"
  ) { text in
    text.count <= 40 && text.first?.isLetter == true
      && text.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
  }

  private static let versionForm = TextForm(
    "a text of 1 to 40 characters", pattern: "^.{1,40}$"
  ) { (1...40).contains($0.count) && TextForm.shownText.problem($0) == nil }

  /// The parts that the program has to confirm when it starts.
  static let confirmed = [
    "protocol", "name", "version", "kind", "settings", "findings", "connector",
  ]

  /// What the program's own words differ in, if anything.
  package func differences(from answer: JSONValue) -> [String] {
    Self.confirmed.filter { document[$0]?.sorted != answer[$0]?.sorted }
  }
}

extension TextForm {
  /// What operators are shown on their terminals: one line without control characters.
  static let shownText = TextForm("a line of 1 to 300 characters") { text in
    (1...300).contains(text.count) && !text.allSatisfy(\.isWhitespace)
      && text.unicodeScalars.allSatisfy {
        ![.control, .format, .lineSeparator, .paragraphSeparator]
          .contains($0.properties.generalCategory)
      }
  }
}

extension JSONValue {
  /// With the keys of all objects in one order, and nothing where nothing is set.
  fileprivate var sorted: JSONValue? {
    switch self {
    case .null, .array([]): nil
    case .array(let elements): .array(elements.map { $0.sorted ?? .null })
    case .object(let members):
      .object(
        members.map { .init($0.key, $0.value.sorted ?? .null) }.sorted { $0.key < $1.key })
    case .bool, .number, .string: self
    }
  }
}

public import PluginKit

/// One line of a reference: a setting with everything declared of it.
public struct SettingRow: Sendable, Hashable {
  /// `procedures.safety`, `courses[].id`, `teams.ID.notify`.
  public var name: String
  /// `number from 0 to 1`.
  public var type: String
  /// `required`, `default 0.95`, `optional`.
  public var need: String
  public var help: String

  public var json: JSONValue {
    [
      "name": .string(name), "type": .string(type), "need": .string(need), "help": .string(help),
    ]
  }
}

/// The rows of one declaration, and of each document that it names.
public struct SettingTable: Sendable, Hashable {
  /// nil for the settings themselves, else the field whose path leads to this document.
  public var document: String?
  public var rows: [SettingRow]

  /// All tables of a declaration: the settings first, then the documents in order.
  ///
  /// - Parameter prefix: stands before each name.
  public static func tables(of fields: [FieldDescription], prefix: String = "") -> [SettingTable] {
    var maker = Maker()
    maker.add(fields, prefix: prefix)
    var tables = [SettingTable(document: nil, rows: maker.rows)]
    for (name, fields) in maker.documents {
      let inner = Self.tables(of: fields)
      tables.append(SettingTable(document: name, rows: inner[0].rows))
      tables += inner.dropFirst()
    }
    return tables
  }

  private struct Maker {
    var rows: [SettingRow] = []
    var documents: [(name: String, fields: [FieldDescription])] = []

    mutating func add(_ fields: [FieldDescription], prefix: String) {
      for field in fields {
        let name = prefix + field.name
        rows.append(
          SettingRow(
            name: name, type: field.typeWords, need: field.needWords, help: field.help))
        enter(field.kind, name)
      }
    }

    private mutating func enter(_ kind: FieldDescription.Kind, _ name: String) {
      switch kind {
      case .object(let fields): add(fields, prefix: name + ".")
      case .document(let fields): documents.append((name, fields))
      case .array(let element): enter(element, name + "[]")
      case .oneOrMore(let element): enter(element, name)
      case .map(let element): enter(element, name + ".ID")
      default: break
      }
    }
  }
}

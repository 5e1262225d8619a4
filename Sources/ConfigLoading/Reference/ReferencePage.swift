public import PluginKit

/// Reference pages in Markdown, made from declarations.
public enum ReferencePage {
  /// One plugin's page. `kind` is "stage", "connector" or "notifier".
  ///
  /// - Parameters:
  ///   - sample: the text of its `sample.json`.
  ///   - readme: the path of its README from the page.
  public static func plugin(
    _ plugin: PluginDescription, kind: String, sample: String, readme: String
  ) -> String {
    let tables = SettingTable.tables(of: plugin.fields)
    let settings =
      plugin.fields.isEmpty
      ? "There is nothing to set.\n"
      : "## Settings\n\n" + tables.map(section).joined(separator: "\n")
    return """
      # \(plugin.name)

      \(generated)

      A \(kind). \(plugin.summary) What it guarantees, with an example: [README](\(readme)).

      \(settings)
      ## Example

      ```json
      \(example(plugin.name, kind: kind, sample: sample))
      ```

      """
  }

  /// The daemon's own keys. `plugins` are the names of each kind, for links.
  public static func configuration(
    _ fields: [FieldDescription], plugins: [(kind: String, names: [String])]
  ) -> String {
    var text = """
      # The config

      \(generated)

      One strict JSON file; relative paths start at its folder. A duration is a number with `ms`,
      `s`, `m`, `h` or `d`, such as `"15m"`. An editor that knows JSON Schema completes and checks
      as you type, once the file begins with `"$schema": "replyd.schema.json"`; `replyd schema`
      prints that schema, and `replyd check` finds what no schema can: ids, files and secrets that
      are missing.

      """
    for field in fields {
      let tables = SettingTable.tables(of: [field])
      text += "\n## \(field.name)\n\n\(sentence(field.help))\n"
      text += tables.map { "\n" + section($0) }.joined()
    }
    text += "\n## Plugins\n"
    for (kind, names) in plugins {
      let links = names.map { "[\($0)](plugins/\($0).md)" }.joined(separator: ", ")
      text += "\n- \(kind)s: \(links)\n"
    }
    return text
  }

  private static let generated =
    "<!-- Written by `make docs` from the declaration in the code: change it there. -->"

  private static func section(_ table: SettingTable) -> String {
    (table.document.map { "### The document `\($0)`\n\n" } ?? "") + markdown(table.rows)
  }

  private static func markdown(_ rows: [SettingRow]) -> String {
    let lines = rows.map {
      "| `\($0.name)` | \(cell($0.type)) | \(cell($0.need)) | \(cell($0.help)) |\n"
    }
    return "| name | type | needed | meaning |\n|---|---|---|---|\n" + lines.joined()
  }

  private static func cell(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("<", with: "&lt;").replacing("\n", with: " ")
  }

  private static func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst() + "."
  }

  /// As it stands in a config.
  private static func example(_ name: String, kind: String, sample: String) -> String {
    let lines = sample.split(separator: "\n")
    let indented = lines.enumerated().map { $0 == 0 ? $1 : "  " + $1 }.joined(separator: "\n")
    return "{\n  \"plugin\": \"\(name)\",\n  \"settings\": \(indented)\n}"
  }
}

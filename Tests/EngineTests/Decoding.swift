import Foundation
import PluginKit
import PluginTesting

extension Settings {
  /// From JSON as an operator writes it; throws all issues.
  static func parsed(_ json: String) throws -> Self {
    var issues: [SettingsIssue] = []
    let value = decode(
      try JSONReader.read(json.utf8), file: "test.json",
      source: FolderSettings(URL(filePath: "/")), issues: &issues)
    guard issues.isEmpty else { throw SettingsIssues(issues) }
    return value
  }
}

/// `2026-03-08T01:30:00-06:00`.
func instant(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

import ConfigLoading
import Foundation
import PluginKit
import TestSupport
import Testing

@testable import replyd

/// The schema and the reference pages in the repository are what the declarations say today.
struct GeneratedFileTests {
  private let files = GeneratedFiles(root: TestPaths.repository)

  @Test func noneIsStale() throws {
    for (path, text) in try files.all() {
      let url = files.root.appending(path: path)
      let found = FileManager.default.contents(atPath: url.path).map {
        String(decoding: $0, as: UTF8.self)
      }
      #expect(found == text, "\(path) is stale; run `make docs`")
    }
  }

  @Test func noneIsLeftOver() throws {
    #expect(try files.leftovers() == [], "run `make docs`")
  }

  @Test func everyPluginHasAPageWithItsSettings() throws {
    let pages = try files.all().filter { $0.path.hasPrefix(GeneratedFiles.pages) }
    #expect(pages.count == Set(CatalogEntry.all.map(\.plugin.name)).count)
    for entry in CatalogEntry.all {
      let page = try #require(pages.first { $0.path.hasSuffix("/\(entry.plugin.name).md") }?.text)
      for field in entry.plugin.fields { #expect(page.contains("| `\(field.name)` | ")) }
      #expect(page.contains(entry.plugin.summary))
    }
  }

  @Test func everySettingSaysWhatItIs() {
    for entry in CatalogEntry.all {
      for table in entry.tables {
        for row in table.rows { #expect(row.help.count >= 5, "\(entry.plugin.name): \(row.name)") }
      }
    }
  }
}

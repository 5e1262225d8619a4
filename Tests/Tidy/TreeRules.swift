import Foundation

/// The house rules over the whole tree.
enum TreeRules {
  /// No file names a path of the machine it was written on.
  static func machinePaths(_ repository: Repository) throws -> [Violation] {
    // In pieces, so that this file does not break its own rule.
    let roots = ["wo" + "rk", "ro" + "ot", "opt/" + "swift", "home/" + "user"].map { "/\($0)/" }
    return try repository.files.flatMap { path -> [Violation] in
      let bytes = try repository.bytes(of: path)
      return roots.compactMap { root in
        guard let found = bytes.range(of: Data(root.utf8)) else { return nil }
        let line = bytes[..<found.lowerBound].count { $0 == UInt8(ascii: "\n") } + 1
        return Violation(
          path: path, line: line, message: "names \(root); write a path from the repository's root")
      }
    }
  }

  /// Each plugin has a README whose sample is `sample.json`.
  static func pluginReadmes(_ repository: Repository) throws -> [Violation] {
    try repository.pluginFolders.flatMap { folder -> [Violation] in
      let readme = "\(folder)/README.md", sample = "\(folder)/sample.json"
      let missing = [readme, sample].filter { !repository.has($0) }
      guard missing.isEmpty else {
        return missing.map { Violation(path: $0, line: 1, message: "is missing; write it") }
      }
      let block = sampleBlock(of: try repository.text(of: readme))
      let wanted = try repository.text(of: sample).trimmingCharacters(in: .whitespacesAndNewlines)
      if block == wanted { return [] }
      return [
        Violation(
          path: readme, line: 1,
          message: block == nil
            ? "write a heading \"## Sample\" with a ```json block under it"
            : "the ```json block under \"## Sample\" differs from sample.json; copy it")
      ]
    }
  }

  /// Each plugin but those that are programs is in the catalog, by the name it exports.
  static func catalog(_ repository: Repository) throws -> [Violation] {
    let path = "Sources/replyd/Catalog.swift"
    guard repository.has(path) else {
      return [Violation(path: path, line: 1, message: "is missing; list every plugin in it")]
    }
    let catalog = SwiftSource(path: path, text: try repository.text(of: path))
    let known = Set(catalog.code.flatMap(Rules.identifiers).map(\.text))
    let builtIn = repository.pluginFolders.filter { !$0.hasPrefix("Plugins/External/") }
    return try builtIn.compactMap { folder in
      guard let name = try exportedName(repository, folder) else {
        return Violation(
          path: folder, line: 1, message: "exports no plugin; write `public let plugin = ...`")
      }
      return known.contains(name)
        ? nil : Violation(path: path, line: 1, message: "\(folder) is missing; add \(name)")
    }
  }

  /// The ```json block under `## Sample`, trimmed.
  private static func sampleBlock(of readme: String) -> String? {
    let lines = readme.split(separator: "\n", omittingEmptySubsequences: false)
    let section = lines.drop { $0 != "## Sample" }.dropFirst().prefix { !$0.hasPrefix("## ") }
    let block = section.drop { $0 != "```json" }
    guard !block.isEmpty, block.contains("```") else { return nil }
    return block.dropFirst().prefix { $0 != "```" }.joined(separator: "\n")
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// What the catalog has to name: the exported constant, or, when it is called `plugin` as in
  /// every module, the module.
  private static func exportedName(_ repository: Repository, _ folder: String) throws -> String? {
    for source in try repository.sources(below: [folder]) {
      for line in source.code {
        guard let start = line.range(of: "public let "), line.contains("Plugin") else { continue }
        let words = Rules.identifiers(String(line[start.upperBound...])).map(\.text)
        guard let name = words.first else { continue }
        return name == "plugin" ? moduleName(folder) : name
      }
    }
    return nil
  }

  /// `FAQStagePlugin` for `Plugins/Stages/FAQ`.
  private static func moduleName(_ folder: String) -> String {
    let steps = folder.split(separator: "/")
    return "\(steps[2])\(steps[1].dropLast())Plugin"
  }
}

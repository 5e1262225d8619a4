import Foundation
import PluginTemplates

/// The files of a new plugin, made from the templates.
struct NewPlugin {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// What was made, and what its author does next.
  struct Written {
    var files: [String]
    var next: [String]
  }

  let name: String
  let kind: PluginsCommand.New.Kind

  init(name: String, kind: PluginsCommand.New.Kind) throws(Failure) {
    let isPlain = name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
    guard isPlain, name.first?.isLetter == true, name.last != "-", name.count <= 40 else {
      throw Failure(description: "a plugin's name is of lower-case letters, digits and hyphens")
    }
    guard !Catalog.names.contains(name) else {
      throw Failure(description: "there is a built-in plugin \(name); choose another name")
    }
    self.name = name
    self.kind = kind
  }

  /// `loud-words` is `LoudWords` in Swift.
  private var typeName: String {
    name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  private var variableName: String { typeName.prefix(1).lowercased() + typeName.dropFirst() }

  private var summary: String {
    switch kind {
    case .stage: "Hands off what is written in capitals."
    case .notifier: "Appends each notification to a file."
    case .connector: "Reads messages from files and writes replies to files."
    }
  }

  /// A program in any language but Swift.
  func folder(_ language: String, below output: String) throws -> Written {
    let folder = URL(filePath: output).appending(path: name)
    guard !FileManager.default.fileExists(atPath: folder.path) else {
      throw Failure(description: "\(folder.relativePath) is there already; nothing was written")
    }
    var files: [String] = []
    for template in try templates(language) {
      let file = folder.appending(path: template.name)
      try write(template.text, to: file, isProgram: template.name.hasPrefix("plugin."))
      files.append("\(name)/\(template.name)")
    }
    return Written(
      files: files,
      next: [
        "It works as it is:  replyd plugins test \(folder.relativePath)",
        "In a config:        { \"plugin\": \"PATH/\(name)\", \"settings\": ... } with PATH from "
          + "the config's folder, \"./\(name)\" if it lies beside it",
        "What it may rely on and must keep: docs/plugins.md, docs/protocol.md",
      ])
  }

  /// A part of replyd, registered.
  func intoCheckout(_ output: String) throws -> Written {
    let root = URL(filePath: output)
    let kindName = kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst()
    let folder = "Plugins/\(kindName)s/\(typeName)"
    let package = root.appending(path: "Package.swift")
    let catalog = root.appending(path: "Sources/replyd/Catalog.swift")
    guard FileManager.default.fileExists(atPath: catalog.path) else {
      throw Failure(
        description: "\(root.path) is no checkout of replyd: a Swift plugin is built with it. Run "
          + "this in one, or choose another --language")
    }
    guard !FileManager.default.fileExists(atPath: root.appending(path: folder).path) else {
      throw Failure(description: "\(folder) is there already; nothing was written")
    }
    // Both are worked out before anything is written.
    let newPackage = try Registration.package(
      try String(contentsOf: package, encoding: .utf8), kind: String(kindName), typeName)
    let newCatalog = try Registration.catalog(
      try String(contentsOf: catalog, encoding: .utf8), kind: String(kindName), typeName,
      variableName)
    var files: [String] = []
    for template in try templates("swift") {
      let path = path(of: template.name, in: folder, String(kindName))
      try write(template.text, to: root.appending(path: path), isProgram: false)
      files.append(path)
    }
    try newPackage.write(to: package, atomically: true, encoding: .utf8)
    try newCatalog.write(to: catalog, atomically: true, encoding: .utf8)
    return Written(
      files: files,
      next: [
        "registered in Package.swift and Sources/replyd/Catalog.swift",
        "It works as it is:  swift test --filter \(typeName)\(kindName)Tests",
        "Then:               make docs, which writes its reference page and the schema",
      ])
  }

  /// `Settings.swift.template` of a stage `shout` is `Plugins/Stages/Shout/ShoutSettings.swift`.
  private func path(of template: String, in folder: String, _ kindName: String) -> String {
    let file = template.replacing(".template", with: "")
    if file == "Tests.swift" { return "Tests/\(kindName)Tests/\(typeName)\(kindName)Tests.swift" }
    return file.hasSuffix(".swift") ? "\(folder)/\(typeName)\(file)" : "\(folder)/\(file)"
  }

  private func templates(_ language: String) throws -> [(name: String, text: String)] {
    let wanted = "\(language)-\(kind.rawValue)"
    return (0..<Int(replyd_template_count)).compactMap { index -> (name: String, text: String)? in
      let template = replyd_template(index)
      guard String(cString: template.folder) == wanted else { return nil }
      let bytes = UnsafeBufferPointer(start: template.bytes, count: template.size)
      let text = String(decoding: bytes, as: UTF8.self)
        .replacing("{{name}}", with: name).replacing("{{Name}}", with: typeName)
        .replacing("{{camel}}", with: variableName).replacing("{{summary}}", with: summary)
      return (String(cString: template.name), text)
    }
  }

  private func write(_ text: String, to file: URL, isProgram: Bool) throws {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
    if isProgram {
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: file.path)
    }
  }
}

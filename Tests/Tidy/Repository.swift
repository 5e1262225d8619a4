import Foundation

/// The tree of this repository as it lies on disk, without what is built or run in it.
struct Repository {
  let root: URL
  /// From the root, sorted.
  let files: [String]

  private static let skipped: Set<String> = [
    ".git", ".build", ".swiftpm", ".index-build", "var", "dist", "models",
    "Package.resolved",
  ]

  init(root: URL) throws {
    self.root = root
    var files: [String] = []
    var folders = [""]
    while let folder = folders.popLast() {
      let url = folder.isEmpty ? root : root.appending(path: folder)
      for name in try FileManager.default.contentsOfDirectory(atPath: url.path) {
        let path = folder.isEmpty ? name : "\(folder)/\(name)"
        if Self.skipped.contains(name) || name.hasPrefix(".build") { continue }
        let values = try url.appending(path: name).resourceValues(forKeys: [
          .isDirectoryKey, .isSymbolicLinkKey,
        ])
        if values.isSymbolicLink == true { continue }
        if values.isDirectory == true { folders.append(path) } else { files.append(path) }
      }
    }
    self.files = files.sorted()
  }

  /// The repository this file stands in; a link to its folder is followed.
  static func here(_ file: String = #filePath) throws -> Repository {
    let tidy = URL(filePath: file).deletingLastPathComponent().resolvingSymlinksInPath()
    return try Repository(root: tidy.deletingLastPathComponent().deletingLastPathComponent())
  }

  func bytes(of path: String) throws -> Data {
    try Data(contentsOf: root.appending(path: path))
  }

  func text(of path: String) throws -> String {
    String(decoding: try bytes(of: path), as: UTF8.self)
  }

  func has(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path)
  }

  /// Swift files below any of these folders. This folder is left out: it quotes what it forbids.
  func sources(below folders: [String]) throws -> [SwiftSource] {
    try files.filter { path in
      path.hasSuffix(".swift") && !path.hasPrefix("Tests/Tidy/")
        && folders.contains { path.hasPrefix($0 + "/") }
    }.map { SwiftSource(path: $0, text: try text(of: $0)) }
  }

  /// `Plugins/Kind/Name`, sorted.
  var pluginFolders: [String] {
    let folders = files.compactMap { path -> String? in
      let steps = path.split(separator: "/")
      guard steps.count > 3, steps[0] == "Plugins" else { return nil }
      return steps.prefix(3).joined(separator: "/")
    }
    return Set(folders).sorted()
  }
}

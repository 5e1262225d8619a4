/// Paths as text: joined and tidied without asking the file system, so that a path means the same
/// whether or not its file exists.
enum FilePath {
  /// The absolute, tidied form of `path`, read in the folder `folder`.
  static func absolute(_ path: String, in folder: String) -> String {
    let joined = path.hasPrefix("/") ? path : "\(folder)/\(path)"
    var steps: [Substring] = []
    for step in joined.split(separator: "/") where step != "." {
      if step != ".." {
        steps.append(step)
      } else if !steps.isEmpty {
        steps.removeLast()
      }
    }
    return "/" + steps.joined(separator: "/")
  }

  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[..<slash])
  }

  /// `path` seen from `folder` when it lies below it, otherwise as it is.
  static func relative(_ path: String, to folder: String) -> String {
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }
}

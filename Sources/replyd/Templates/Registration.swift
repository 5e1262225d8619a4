import Foundation

/// Puts a new Swift plugin into the two lists of a checkout that name them all.
enum Registration {
  /// Package.swift with the plugin's target.
  static func package(_ text: String, kind: String, _ typeName: String)
    throws(NewPlugin.Failure) -> String
  {
    try inserted(
      "  plugin(\"\(kind)\", \"\(typeName)\", []),\n", in: text,
      after: "let plugins: [Target] = [\n", before: "\n]\n", file: "Package.swift")
  }

  /// Catalog.swift with its import, in order, and its line.
  static func catalog(_ text: String, kind: String, _ typeName: String, _ variableName: String)
    throws(NewPlugin.Failure) -> String
  {
    let listed = try inserted(
      "    \(variableName)\(kind),\n", in: text, after: ": [\(kind)Plugin] = [\n",
      before: "\n  ]\n", file: "Catalog.swift")
    let lines = listed.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let imports = lines.prefix { $0.hasPrefix("import ") } + ["import \(typeName)\(kind)Plugin"]
    return (imports.sorted() + lines.dropFirst(imports.count - 1)).joined(separator: "\n")
  }

  private static func inserted(
    _ line: String, in text: String, after start: String, before end: String, file: String
  ) throws(NewPlugin.Failure) -> String {
    guard let head = text.range(of: start),
      let tail = text[head.upperBound...].range(of: end)
    else { throw NewPlugin.Failure(description: "\(file) has no list of plugins any more") }
    let place = text.index(after: tail.lowerBound)
    return text[..<place] + line + text[place...]
  }
}

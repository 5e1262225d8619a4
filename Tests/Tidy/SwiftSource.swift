import Foundation

/// A Swift file, and the same with comments and the text of string literals blanked, line by line,
/// so that rules see code alone. Code inside `\( )` stays.
struct SwiftSource {
  /// From the repository's root.
  let path: String
  let lines: [Substring]
  let code: [String]
  /// Lines that are comments and nothing else.
  let isComment: [Bool]

  init(path: String, text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var blanker = CodeBlanker(Array(text.unicodeScalars))
    code = blanker.blanked().split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    isComment = lines.map { $0.drop(while: \.isWhitespace).hasPrefix("//") }
  }

  func violation(_ line: Int, _ message: String) -> Violation {
    Violation(path: path, line: line + 1, message: message)
  }

  /// The first two steps of the path, or `Plugins/Kind/Name` for a plugin.
  var module: String {
    let steps = path.split(separator: "/")
    return steps.prefix(steps.first == "Plugins" ? 3 : 2).joined(separator: "/")
  }
}

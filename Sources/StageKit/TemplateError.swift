/// Why a reply template was refused.
public enum TemplateError: Error, Sendable, Hashable, CustomStringConvertible {
  case tooLong(limit: Int)
  case unknownVariable(String, nearest: String?)
  case unsupportedTag(String)
  case unreadable(String)
  /// Nothing is left when the author has neither name nor handle.
  case rendersEmpty

  public var description: String {
    switch self {
    case .tooLong(let limit): "the text is longer than \(limit) characters; shorten it"
    case .unknownVariable(let name, let nearest):
      "unknown variable \"\(name)\""
        + (nearest.map { "; did you mean \"\($0)\"?" }
          ?? "; known: \(ReplyTemplate.variables.joined(separator: ", "))")
    case .unsupportedTag(let tag):
      "the tag \"\(tag)\" is not supported; use {{name}}, {{#name}}...{{/name}} or {{^name}}"
    case .unreadable(let why): "not a Mustache template: \(why)"
    case .rendersEmpty: "the text is empty for an author without a name; add words"
    }
  }
}

import Mustache
public import PluginKit

/// The text of a reply with variables, in Mustache (mustache(5)): compiled and tried out once, then
/// rendered for each message. Plain text: nothing is escaped, so values are cleaned first.
///
/// A variable without a value is empty and hides its section, so write
/// `Hi{{#author.name}} {{author.name}}{{/author.name}}, ...`.
public struct ReplyTemplate: Sendable {
  public static let variables = ["author.name", "author.handle", "brand.name"]
  public static let lengthLimit = 4000

  private let template: MustacheTemplate

  /// - Parameter more: variables besides those of all templates.
  public init(_ source: String, also more: [String] = []) throws(TemplateError) {
    guard source.utf8.count <= Self.lengthLimit else { throw .tooLong(limit: Self.lengthLimit) }
    try Self.checkTags(source, Self.variables + more)
    do {
      template = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + source)
    } catch let error as MustacheTemplate.ParserError {
      throw .unreadable("\(Self.words(for: error.error)) in line \(error.context.lineNumber)")
    } catch {
      throw .unreadable("\(error)")
    }
    if rendered(with: ["brand": ["name": "brand"]]).isEmpty, more.isEmpty { throw .rendersEmpty }
  }

  /// The text for the author of `message`, without white space around it.
  public func render(
    for message: Message, brand: Brand, _ more: [String: String] = [:]
  ) -> String {
    var author: [String: String] = [:]
    author["name"] = TemplateValue.name(message.author.name)
    author["handle"] = TemplateValue.handle(message.author.handle)
    let own: [String: Any] = ["author": author, "brand": ["name": brand.name]]
    return rendered(with: own.merging(more) { own, _ in own })
  }

  private func rendered(with values: [String: Any]) -> String {
    var text = Substring(template.render(values))
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}

extension ReplyTemplate {
  /// The text without its tags: the words that all authors read.
  public static func words(of source: String) -> String {
    tags(in: source).reduce(source) { $0.replacing("{{\($1)}}", with: " ") }
  }

  /// Mustache renders an unknown name as nothing and has tags that replies do not need (partials,
  /// blocks, lambdas, other delimiters): both are the operator's mistakes, so they are found here.
  private static func checkTags(
    _ source: String, _ variables: [String]
  ) throws(TemplateError) {
    for tag in tags(in: source) {
      var name = Substring(tag)
      if let sigil = name.first, "#^/&{".contains(sigil) { name.removeFirst() }
      if name.first == "!" { continue }
      if let sigil = name.first, ">$<=%*".contains(sigil) {
        throw .unsupportedTag("{{\(tag.prefix(40))}}")
      }
      let trimmed = String(name.filter { !$0.isWhitespace })
      if !variables.contains(trimmed) {
        throw .unknownVariable(
          String(trimmed.prefix(40)), nearest: nearestName(to: trimmed, among: variables))
      }
    }
  }

  private static func words(for error: any Error) -> String {
    switch error as? MustacheTemplate.Error {
    case .expectedSectionEnd: "a {{#name}} or {{^name}} without its {{/name}}"
    case .sectionCloseNameIncorrect: "a {{/name}} that closes no section of that name"
    case .unfinishedName: "a {{ without its }}"
    default: "\(error)"
    }
  }

  /// What stands between `{{` and `}}`, in order.
  private static func tags(in source: String) -> [String] {
    var found: [String] = []
    var rest = Substring(source)
    while let open = rest.firstRange(of: "{{") {
      rest = rest[open.upperBound...]
      guard let close = rest.firstRange(of: "}}") else { break }
      found.append(String(rest[..<close.lowerBound]))
      rest = rest[close.upperBound...]
    }
    return found
  }
}

extension TextForm {
  /// A text that `ReplyTemplate` takes.
  public static let replyTemplate = TextForm { text in
    do {
      _ = try ReplyTemplate(text)
      return nil
    } catch {
      return "\(error)"
    }
  }
}

extension [String] {
  /// `"a", "b"`, at most ten.
  public var quoted: String {
    prefix(10).map { "\"\($0)\"" }.joined(separator: ", ")
  }
}

import Mustache

/// What a template is filled with: texts, flags, lists, and further ones. No markup: each text is
/// escaped, and no template has a way around that.
typealias Slots = [String: Any]

/// One page of the console.
protocol PageView: Sendable {
  /// Its file's name, without the ending.
  static var template: String { get }
  var title: String { get }
  /// Where it stands in the bar of pages; nil beside them.
  var place: NavPlace? { get }
  func slots(_ frame: PageFrame) -> Slots
}

extension PageView {
  var place: NavPlace? { nil }
}

/// The templates, compiled once.
struct Pages: Sendable {
  /// A template that cannot be used; tests find it before anybody does.
  struct BrokenTemplate: Error, CustomStringConvertible {
    let name: String
    let reason: String

    var description: String { "the template \(name) is broken: \(reason)" }
  }

  private let library: MustacheLibrary

  init() throws(BrokenTemplate) { try self.init(Assets.templates) }

  init(_ sources: [String: String]) throws(BrokenTemplate) {
    MustacheContentTypes.register(EscapedText(), named: EscapedText.name)
    MustacheContentTypes.register(EditedText(), named: EditedText.name)
    var templates: [String: MustacheTemplate] = [:]
    for (name, source) in sources {
      try Self.refuseMarkup(in: source, of: name)
      var text = Substring(source)
      while text.last?.isNewline == true { text.removeLast() }
      do {
        templates[name] = try MustacheTemplate(
          string: "{{%CONTENT_TYPE:\(Self.contentType(name))}}" + text)
      } catch {
        throw BrokenTemplate(name: name, reason: "\(error)")
      }
    }
    library = MustacheLibrary(templates: templates)
  }

  /// The whole page.
  func page(_ view: some PageView, in frame: PageFrame) -> String {
    var slots = frame.slots(place: view.place)
    slots["title"] = view.title
    slots.merge(view.slots(frame)) { $1 }
    return library.render(slots, withTemplate: type(of: view).template) ?? ""
  }

  /// The list of the inbox alone, for a script that has the rest.
  func list(_ view: InboxView, in frame: PageFrame) -> String {
    var slots = frame.slots(place: view.place)
    slots.merge(view.slots(frame)) { $1 }
    return library.render(slots, withTemplate: "inbox-list") ?? ""
  }

  /// One small template is for what people edit; all others show.
  private static func contentType(_ name: String) -> String {
    name == "editable" ? EditedText.name : EscapedText.name
  }

  /// Every text goes through `EscapedText`: none of the tags that pass one by it may stand here.
  private static func refuseMarkup(
    in source: String, of name: String
  ) throws(BrokenTemplate) {
    for tag in ["{{{", "{{&", "{{ &", "{{=", "{{%", "{{*"] where source.contains(tag) {
      throw BrokenTemplate(name: name, reason: "\(tag) is not allowed")
    }
  }
}

/// How texts come into the fields in which people edit them.
struct EditedText: MustacheContentType {
  static let name = "EDITED"

  func escapeText(_ text: String) -> String { HTML.escapedForEditing(text) }
}

/// How texts come into pages.
struct EscapedText: MustacheContentType {
  static let name = "ESCAPED"

  func escapeText(_ text: String) -> String { HTML.escaped(text) }
}

import PluginKit
import StageKit

/// A course's compiled texts: variants by language.
struct CourseTexts: Sendable {
  static let variantLimit = 50

  private let byLanguage: [String: [ReplyTemplate]]
  private let course: String
  private let defaultLanguage: String

  /// Compiles and tries out every variant; notes all problems, each with course and variant.
  init(_ settings: CourseSettings, defaultLanguage: String, problems: inout [String]) {
    course = settings.id
    self.defaultLanguage = defaultLanguage.lowercased()
    var byLanguage: [String: [ReplyTemplate]] = [:]
    for (language, variants) in settings.templates {
      let place = "course \"\(settings.id)\", language \"\(language)\""
      var compiled: [ReplyTemplate] = []
      for (index, variant) in variants.enumerated() {
        do {
          compiled.append(try ReplyTemplate(variant))
        } catch {
          problems.append("\(place), variant \(index + 1): \(error)")
        }
      }
      byLanguage[language.lowercased()] = compiled
    }
    self.byLanguage = byLanguage
    if settings.action.speaks, byLanguage[self.defaultLanguage] == nil {
      problems.append(
        "course \"\(settings.id)\": needs templates in the default language \"\(defaultLanguage)\"")
    }
  }

  /// The language to write in, or nil if there is no text in the customer's.
  func language(for wanted: String?) -> String? {
    guard let wanted else { return defaultLanguage }
    if byLanguage[wanted] != nil { return wanted }
    let primary = primaryLanguage(wanted)
    return byLanguage[primary] == nil ? nil : primary
  }

  /// The variant for this message: always the same for the same message and history, and another
  /// than the one its author saw last.
  func draft(_ language: String, for message: Message, in context: StageContext) -> Reply.Draft? {
    guard let variants = byLanguage[language], !variants.isEmpty else { return nil }
    let seen = lastVariant(seenBy: context.history).filter { variants.indices.contains($0) }
    let choices = variants.indices.filter { variants.count == 1 || $0 != seen }
    let choice = choices[Int(stableHash(message.id) % UInt64(choices.count))]
    return Reply.Draft(
      text: variants[choice].render(for: message, brand: context.brand), language: language,
      template: "\(prefix)\(choice + 1)")
  }

  /// When the author last got this course's text.
  func isRecent(within time: Duration, in context: StageContext) -> Bool {
    let since = context.now - time
    return context.history.repliesToAuthor.contains {
      $0.template?.hasPrefix(prefix) == true && $0.at > since
    }
  }

  private var prefix: String { "courses:\(course)#" }

  private func lastVariant(seenBy history: History) -> Int? {
    let last = history.repliesToAuthor.last { $0.template?.hasPrefix(prefix) == true }
    guard let number = last?.template?.dropFirst(prefix.count) else { return nil }
    return Int(number).map { $0 - 1 }
  }
}

extension Optional {
  fileprivate func filter(_ isKept: (Wrapped) -> Bool) -> Wrapped? {
    flatMap { isKept($0) ? $0 : nil }
  }
}

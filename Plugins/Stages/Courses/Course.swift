import PluginKit
import StageKit

/// One course of action, ready to run.
struct Course: Sendable {
  private let settings: CourseSettings
  private let texts: CourseTexts

  init(_ settings: CourseSettings, defaultLanguage: String, problems: inout [String]) {
    self.settings = settings
    texts = CourseTexts(settings, defaultLanguage: defaultLanguage, problems: &problems)
  }

  func matches(_ message: Message, in context: StageContext) -> Bool {
    let form = context.derived.value(MessageText.self, of: message).form
    // A picture without words says something that only eyes can read.
    let isForm =
      settings.form.isEmpty
      || settings.form.contains(form == .bare && !message.media.isEmpty ? .words : form)
    return isForm && isSure(context.findings) && settings.when.matches(message, context.findings)
  }

  /// A guess is good enough for a human's queue, not for a public thank-you.
  private func isSure(_ findings: Findings) -> Bool {
    guard let least = settings.minConfidence else { return true }
    return ["intent", "sentiment"].allSatisfy { findings[$0]?.confidence ?? 1 >= least }
  }

  func proposals(for message: Message, in context: StageContext) -> [Proposal] {
    switch settings.action {
    case .ignore: return [.ignore(reason: settings.reason ?? "course \"\(settings.id)\"")]
    case .handoff: return [handoff(settings.reason ?? "course \"\(settings.id)\"")]
    case .acknowledge, .answer, .acknowledgeAndHandoff: return spoken(message, in: context)
    }
  }

  private func spoken(_ message: Message, in context: StageContext) -> [Proposal] {
    let wanted = message.answerLanguage(context.findings)
    guard let language = texts.language(for: wanted) else {
      return [handoff("course \"\(settings.id)\": no template in \(shown(wanted))")]
    }
    if let time = settings.oncePerAuthor, texts.isRecent(within: time, in: context) {
      return repeated(within: time)
    }
    guard let draft = texts.draft(language, for: message, in: context), !draft.text.isEmpty else {
      return [handoff("course \"\(settings.id)\": no text")]
    }
    let reason = settings.reason ?? "course \"\(settings.id)\""
    switch settings.action {
    case .answer: return [.answer(draft)]
    case .acknowledge: return [.acknowledge(draft)]
    default: return [.acknowledge(draft), handoff(reason)]
    }
  }

  /// The author has had this text: a promised human still comes, a mere answer is not repeated.
  private func repeated(within time: Duration) -> [Proposal] {
    switch settings.action {
    case .answer:
      return [.ignore(reason: "course \"\(settings.id)\": already answered within \(time.text)")]
    case .acknowledgeAndHandoff:
      return [handoff(settings.reason ?? "course \"\(settings.id)\"")]
    default: return []
    }
  }

  private func handoff(_ reason: String) -> Proposal {
    .handoff(
      HandoffRequest(
        team: settings.team, strength: settings.strength.request, reason: reason,
        category: settings.category ?? settings.id))
  }

  /// A declared language is hostile text too.
  private func shown(_ language: String?) -> String {
    let code = (language ?? "").filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    return code.isEmpty ? "this language" : String(code.prefix(16))
  }
}

extension CourseSettings.Strength {
  fileprivate var request: HandoffRequest.Strength {
    switch self {
    case .required: .required
    case .fallback: .fallback
    }
  }
}

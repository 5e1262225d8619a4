import Engine
import Foundation

/// The pages behind links: pure functions from what is known to markup. They need no script, and
/// their titles hold no word of a customer's, since previews show titles.
struct LinkPage: Sendable {
  /// Handoffs of a group that are shown.
  static let shownLimit = 20
  /// Characters of a customer's words, and scalars of them.
  static let textLimit = 280

  let clock: ClockText
  /// Hides numbers of cards, phones and orders in customers' words.
  let mask: @Sendable (String) -> String

  /// What the form asks.
  struct Question {
    var action: LinkAction
    var handoffs: [LinkedHandoff]
    /// The name in a personal link.
    var person: String?
    var people: [LinkPeople.Person] = []
    /// What was wrong with the form that came.
    var mistake: String?
  }

  /// What became of one handoff.
  struct Outcome {
    var handoff: LinkedHandoff
    /// nil: it was done.
    var refusal: String?
  }

  func confirm(_ question: Question) -> HTML {
    let action = question.action
    let title = "\(action.verb) \(Self.name(question.handoffs))?"
    let isOpen = question.handoffs.contains { action.isOpen(in: $0.row.state) }
    return Self.document(
      title,
      """
      <h1>\(title)</h1>
      <p class="lead">\(isOpen ? action.meaning : "There is nothing to do any more.")</p>
      \(cards(question.handoffs))
      \(isOpen ? form(question) : nil)
      """)
  }

  func result(_ action: LinkAction, by name: String, until: Date?, _ outcomes: [Outcome]) -> HTML {
    let done = outcomes.filter { $0.refusal == nil }.map(\.handoff)
    let title: String
    if done.isEmpty {
      title = "Nothing was changed"
    } else {
      let what = Self.name(done)
      switch action {
      case .take: title = "\(what.capitalizedFirst) \(done.count == 1 ? "is" : "are") yours"
      case .snooze: title = "\(what.capitalizedFirst) \(done.count == 1 ? "sleeps" : "sleep")"
      case .close: title = "\(what.capitalizedFirst) \(done.count == 1 ? "is" : "are") closed"
      }
    }
    let refusals: [HTML] = outcomes.prefix(Self.shownLimit).compactMap { outcome in
      outcome.refusal.map {
        """
        <p class="refused">Handoff \(outcome.handoff.row.id): \($0)</p>
        """
      }
    }
    let wake = until.map { "It comes back at \(clock.moment($0))." } ?? ""
    let acted: HTML = """
      <p class="done">Recorded for \(name). \(wake)</p>
      """
    return Self.document(
      title,
      """
      <h1>\(title)</h1>
      <div role="status">
      \(done.isEmpty ? nil : acted)
      \(refusals)
      </div>
      \(cards(outcomes.map(\.handoff)))
      <p class="hint">You can close this page.</p>
      """)
  }

  /// A page that only says something.
  static func notice(_ title: String, _ text: String) -> HTML {
    document(
      title,
      """
      <h1>\(title)</h1>
      <p class="lead">\(text)</p>
      """)
  }

  /// `handoff 12`, or `3 handoffs`.
  private static func name(_ handoffs: [LinkedHandoff]) -> String {
    handoffs.count == 1 ? "handoff \(handoffs[0].row.id)" : "\(handoffs.count) handoffs"
  }

  private static func document(_ title: String, _ body: HTML) -> HTML {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex, nofollow">
    <title>\(title) – replyd</title>
    \(LinkStyle.element)
    </head>
    <body>
    <main>
    \(body)
    </main>
    </body>
    </html>

    """
  }
}

extension LinkPage {
  private func cards(_ handoffs: [LinkedHandoff]) -> [HTML] {
    let more = handoffs.count - Self.shownLimit
    return handoffs.prefix(Self.shownLimit).map { card($0, isOne: handoffs.count == 1) }
      + (more > 0 ? ["<p class=\"hint\">and \(Int64(more)) more</p>"] : [])
  }

  private func card(_ handoff: LinkedHandoff, isOne: Bool) -> HTML {
    let row = handoff.row
    let heading: HTML? = isOne ? nil : "<h2>Handoff \(row.id)</h2>"
    let due = row.dueAt.map(clock.deadline) ?? "none"
    let text = beginning(of: row.text)
    let words: HTML = """
      <blockquote dir="auto">\(text)</blockquote>
      """
    return """
      <section aria-label="Handoff \(row.id)">
      \(heading)
      <dl>
      <dt>State</dt><dd>\(handoff.sentence(clock))</dd>
      <dt>Team</dt><dd>\(row.team)</dd>
      <dt>Customer</dt><dd><bdi>\(Self.cut(row.author, 80))</bdi></dd>
      <dt>Deadline</dt><dd>\(due)</dd>
      </dl>
      \(text.isEmpty ? nil : words)
      </section>
      """
  }

  /// Masked before it is cut: half a number would not be recognised.
  private func beginning(of text: String) -> String {
    let masked = mask(text).trimmingCharacters(in: .whitespacesAndNewlines)
    return Self.cut(masked, Self.textLimit)
  }

  private static func cut(_ text: String, _ limit: Int) -> String {
    let scalars = text.unicodeScalars.prefix(limit * 4)
    let short = String(String.UnicodeScalarView(scalars)).prefix(limit)
    return short.unicodeScalars.count < text.unicodeScalars.count ? short + "…" : text
  }

  private func form(_ question: Question) -> HTML {
    let mistake: HTML? = question.mistake.map {
      """
      <p class="error" role="alert" id="mistake">\($0)</p>
      """
    }
    return """
      <form method="post" autocomplete="on">
      \(mistake)
      \(question.action == .snooze ? snooze : nil)
      \(who(question))
      <button type="submit">\(question.action.button(count: question.handoffs.count))</button>
      </form>
      """
  }

  private var snooze: HTML {
    let choices: [HTML] = SnoozeChoice.allCases.map { choice in
      let time = clock.moment(choice.until(clock.now, zone: clock.zone))
      let id = "for-\(choice.rawValue)"
      let checked: HTML = choice == .hour ? " checked" : ""
      return """
        <label class="choice" for="\(id)">
        <input type="radio" name="for" id="\(id)" value="\(choice.rawValue)"\(checked)>
        \(choice.label(clock.now, zone: clock.zone)) <span class="hint">until \(time)</span>
        </label>
        """
    }
    return """
      <fieldset>
      <legend>For how long?</legend>
      \(choices)
      </fieldset>
      """
  }

  private func who(_ question: Question) -> HTML {
    if let person = question.person {
      return """
        <p>You act as <strong>\(person)</strong>, whom this link was made for.</p>
        """
    }
    let invalid: HTML =
      question.mistake == nil
      ? "" : " aria-invalid=\"true\" aria-describedby=\"mistake\""
    let input: HTML = """
      <input type="text" id="name" name="name" maxlength="\(Int64(TypedName.limit))" \
      autocomplete="name"\(question.people.isEmpty ? " required" : "")\(invalid)>
      """
    guard !question.people.isEmpty else {
      return """
        <div class="field">
        <label for="name">Your name</label>
        \(input)
        </div>
        """
    }
    let options: [HTML] = question.people.map {
      """
      <option value="\($0.id)">\($0.name)</option>
      """
    }
    return """
      <fieldset>
      <legend>Who are you?</legend>
      <div class="field">
      <label for="person">From the team</label>
      <select id="person" name="person"\(invalid)>
      <option value="" selected>Somebody else</option>
      \(options)
      </select>
      </div>
      <label for="name">Or, for somebody else, the name</label>
      \(input)
      </fieldset>
      """
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

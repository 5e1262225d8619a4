public import PluginKit

/// What happens in an incident, step by step, as the brand wrote it beforehand.
public struct Procedure: Settings {
  public enum Grouping: String, Sendable, CaseIterable {
    /// Each conversation is an incident of its own.
    case conversation
    /// Messages of one category join the incident that is open.
    case category
  }

  /// Who ends an incident, so that what it holds goes on.
  public struct Resume: Settings {
    /// So many different people have to agree.
    public let people: Int
    /// Ids; empty: everybody.
    public let by: [String]

    public init(_ f: inout Fields) {
      let people = f.integer(
        "people", default: 1, in: 1...5, unit: "people",
        help: "so many different people must agree")
      let by = f.references(
        "by", to: .people, default: [], help: "ids of those who may; none: everybody")
      f.require("people", "more people must agree than \"by\" names") {
        by.isEmpty || people <= Set(by).count
      }
      self.people = people
      self.by = by
    }

    init() {
      people = 1
      by = []
    }
  }

  public let steps: [Step]
  public let onePer: Grouping
  public let resources: [String]
  public let resume: Resume

  public init(_ f: inout Fields) {
    let steps = f.objects(
      "steps", as: Step.self, default: nil, count: 1...50,
      help: "in order: each waits for the one before it")
    onePer = f.choice(
      "onePer", default: .conversation,
      help: "whether each conversation is an incident, or messages of one category share one")
    resources = f.strings(
      "resources", default: [],
      help: "what people may offer the customer: shown to whoever is told, never sent by itself")
    resume = f.object(
      "resume", as: Resume.self, help: "who ends the incident, and with it what it holds")
    f.require("steps", "steps must come in the order of \"after\"") {
      zip(steps, steps.dropFirst()).allSatisfy { $0.after <= $1.after }
    }
    self.steps = steps
  }

  /// Steps that follow at once upon each other; one person ends it.
  public init(_ actions: [StepAction]) {
    steps = actions.map { Step($0) }
    onePer = .conversation
    resources = []
    resume = Resume()
  }
}

extension Procedure {
  /// One step: a hold, a notification, or a holding statement.
  public struct Step: Settings {
    public let action: StepAction
    /// Since the incident opened.
    public let after: Duration
    /// Where its words stand in the config, for what the guide says of them.
    public let place: SettingsPlace?

    init(_ action: StepAction) {
      self.action = action
      after = .zero
      place = nil
    }

    public init(_ f: inout Fields) {
      let hold = f.optionalChoice(
        "hold", of: StepAction.Reach.allCases.map(\.rawValue),
        help: "stops automatic replies, also those on their way: all of them, those to messages "
          + "about the same topic, on the same connector, to the same audience (public or "
          + "private), or in the same conversation"
      ).flatMap(StepAction.Reach.init(rawValue:))
      let words = f.strings(
        "words", default: [], form: .topicWord,
        help: "of a topic: any of them, \"kettle*\" also finds \"kettles\"; without: the message's "
          + "most telling ones")
      let notify = f.namesOrName(
        "notify", to: .notifiers, help: "ids of notifiers that are told at once")
      let people = f.namesOrName(
        "people", to: .people, help: "ids of people who are called, quiet times or not")
      let evenIfTaken = f.flag(
        "evenIfTaken", default: false, help: "tell them also when somebody has the message by then")
      let say = f.textMap(
        "say", form: .notBlank,
        help: "by language: the holding statement, the only automatic reply while the hold is "
          + "on, once an author; {{brand}} and {{author}} are names")
      let audience: StepAction.Listeners = f.choice(
        "to", default: .author,
        help: "who reads it: who wrote the message, or also everybody whose reply is held")
      let mode = f.choice("mode", default: Mode.draft, help: "how far it may go by itself")
      after = f.duration(
        "after", default: .zero, in: .zero ... .hours(24 * 7), help: "since the incident opened")
      let isNotice = !notify.isEmpty || !people.isEmpty
      let count = [hold != nil, isNotice, !say.isEmpty].count { $0 }
      f.require("hold", always: true, "a step has one of \"hold\", \"notify\" and \"say\"") {
        count == 1
      }
      place = f.place(of: "say")
      f.require("words", "they belong to a hold on a topic") { hold == .topic }
      if let hold {
        action = .hold(hold, words: words)
      } else if !say.isEmpty {
        action = .say(
          say.map { StepAction.Words(language: $0.id, text: $0.value) }, to: audience, mode)
      } else {
        action = .tell(notifiers: notify, people: people, evenIfTaken: evenIfTaken)
      }
    }
  }
}

extension TextForm {
  /// Letters and digits, with `*` at the end for whatever goes on.
  static let topicWord = TextForm { text in
    TopicWords(text: text).isEmpty
      ? "expected words such as \"kettle*\", found \(JSONValue.string(text).text())" : nil
  }
}

public import PluginKit

/// The `bursts` section: what counts as many messages about one thing, and what happens then.
public struct BurstSettings: Settings {
  public let isOn: Bool
  /// So many different authors make a burst.
  public let authors: Int
  public let procedure: String?
  public let notify: [String]
  public let closeAfter: Duration
  public let groupFor: Duration
  public let surge: SurgeSettings

  public init(_ f: inout Fields) {
    isOn = f.flag("watch", default: true, help: "whether bursts and surges are looked for")
    authors = f.integer(
      "authors", default: 5, in: 3...1000, unit: "authors",
      help: "so many different people who suddenly write about one thing are a burst")
    procedure = f.optionalReference(
      "procedure", to: .procedures,
      help: "what happens in a burst; without: whoever is named in \"notify\" is told")
    notify = f.references(
      "notify", to: .notifiers, default: [],
      help: "ids of notifiers told of bursts and surges without a procedure; none: the first team's"
    )
    closeAfter = f.duration(
      "closeAfter", default: .hours(6), in: .minutes(30) ... .hours(24 * 7),
      help: "a burst that has been quiet for so long ends by itself, unless it holds replies")
    groupFor = f.duration(
      "groupFor", default: .minutes(15), in: .zero ... .hours(24),
      help: "its further handoffs wait so long to be told together; critical ones never wait")
    surge = f.object(
      "surge", as: SurgeSettings.self,
      help: "when there are far more messages than usual, of the ordinary mix")
  }
}

/// What a surge changes.
public struct SurgeSettings: Settings {
  public let procedure: String?
  /// By language: an honest acknowledgement that says how long an answer takes.
  let acknowledge: [(id: String, value: String)]
  let mode: Mode
  /// Where the texts stand in the config, for what the guide says of them.
  public let place: SettingsPlace?

  /// The texts as they may go out.
  public func words(of brand: Brand) -> [StepAction.Words] {
    acknowledge.map {
      .init(
        language: $0.id,
        text: $0.value.replacing("{{wait}}", with: "2 h").replacing("{{brand}}", with: brand.name))
    }
  }

  public init(_ f: inout Fields) {
    procedure = f.optionalReference(
      "procedure", to: .procedures,
      help: "what happens in a surge; without: whoever is named in \"notify\" is told")
    acknowledge = f.textMap(
      "acknowledge", form: .notBlank,
      help: "by language, what customers read during a surge when a person has to answer; "
        + "{{wait}} is how long that takes at the present pace, {{brand}} and {{author}} are names")
    mode = f.choice("mode", default: .draft, help: "how far this reply may go by itself")
    place = f.place(of: "acknowledge")
  }

  /// The text for a message's language, else the first.
  func text(for language: String?) -> (language: String, text: String)? {
    let wanted = language?.lowercased()
    let found =
      acknowledge.first { wanted?.hasPrefix($0.id.lowercased()) == true } ?? acknowledge.first
    return found.map { ($0.id, $0.value) }
  }
}

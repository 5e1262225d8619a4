import Foundation
public import PluginKit

/// What one step of a procedure does. It is kept as JSON with its incident, so that a reload
/// changes nothing about a procedure that runs.
public enum StepAction: Sendable, Hashable {
  case hold(Reach, words: [String])
  case tell(notifiers: [String], people: [String], evenIfTaken: Bool)
  case say([Words], to: Listeners, Mode)

  /// How far a hold reaches, seen from the incident's message.
  public enum Reach: String, Sendable, CaseIterable {
    case all, topic, connector, audience, conversation
  }

  public enum Listeners: String, Sendable, CaseIterable {
    /// Whoever wrote a message of the incident.
    case author
    /// Also everybody whose reply the incident holds.
    case held
  }

  public struct Words: Sendable, Hashable {
    public var language: String
    public var text: String

    public init(language: String, text: String) {
      self.language = language
      self.text = text
    }
  }

  public var json: JSONValue {
    switch self {
    case .hold(let reach, let words):
      ["hold": .string(reach.rawValue), "words": .strings(words)]
    case .tell(let notifiers, let people, let evenIfTaken):
      [
        "notify": .strings(notifiers), "people": .strings(people),
        "evenIfTaken": .bool(evenIfTaken),
      ]
    case .say(let words, let listeners, let mode):
      [
        "say": .object(words.map { .init($0.language, .string($0.text)) }),
        "to": .string(listeners.rawValue), "mode": .string(mode.rawValue),
      ]
    }
  }

  public init?(json: JSONValue) {
    if let reach = json["hold"]?.string.flatMap(Reach.init(rawValue:)) {
      self = .hold(reach, words: json["words"]?.strings ?? [])
    } else if case .object(let texts)? = json["say"],
      let listeners = json["to"]?.string.flatMap(Listeners.init(rawValue:)),
      let mode = json["mode"]?.string.flatMap(Mode.init(rawValue:))
    {
      let words = texts.compactMap { member in
        member.value.string.map { Words(language: member.key, text: $0) }
      }
      self = .say(words, to: listeners, mode)
    } else if let notifiers = json["notify"]?.strings {
      self = .tell(
        notifiers: notifiers, people: json["people"]?.strings ?? [],
        evenIfTaken: json["evenIfTaken"]?.bool ?? false)
    } else {
      return nil
    }
  }

  /// With the brand's name in its words.
  func naming(_ brand: Brand) -> StepAction {
    guard case .say(let words, let listeners, let mode) = self else { return self }
    let named = words.map {
      Words(language: $0.language, text: $0.text.replacing("{{brand}}", with: brand.name))
    }
    return .say(named, to: listeners, mode)
  }

  /// What it says; empty for a step of another kind.
  public func words(of brand: Brand) -> [Words] {
    if case .say(let words, _, _) = naming(brand) { words } else { [] }
  }

  /// `hold the topic`, `tell onCall`, `say the holding statement`.
  public var text: String {
    switch self {
    case .hold(.all, _): "hold everything"
    case .hold(let reach, let words):
      "hold the \(reach.rawValue)" + (words.isEmpty ? "" : " (\(words.joined(separator: ", ")))")
    case .tell(let notifiers, let people, _):
      "tell \((notifiers + people).joined(separator: ", "))"
    case .say(_, let listeners, let mode):
      "say the holding statement to "
        + (listeners == .author ? "the author" : "everybody whose reply is held")
        + (mode == .auto ? "" : ", as a draft")
    }
  }
}

extension StepAction.Words {
  /// As a public reply to somebody, for the guide to look at.
  public func statement(on connector: String) -> Reply {
    let author = Author(id: "customer", handle: "@customer", name: "Customer")
    let message = Message(
      id: .init(connector: connector, remote: "check"), platform: connector, author: author,
      text: "", createdAt: .distantPast, visibility: .public)
    return Reply(
      key: "", kind: .holdingStatement, text: text.replacing("{{author}}", with: author.name),
      language: language, visibility: .public, parent: message)
  }
}

extension [StepAction.Words] {
  /// For a message's language, else the first.
  public func text(for language: String?) -> StepAction.Words? {
    let wanted = language?.lowercased()
    return first { wanted?.hasPrefix($0.language.lowercased()) == true } ?? first
  }
}

extension JSONValue {
  public static func strings(_ texts: [String]) -> JSONValue {
    .array(texts.map { .string($0) })
  }

  public var strings: [String]? { array.map { $0.compactMap(\.string) } }
}

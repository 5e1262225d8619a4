import Engine
import FAQStagePlugin
import Foundation
import Matching
import PluginKit
import TextAnalysis

/// What is in the way of a good answer, though the settings are valid.
struct FAQCheck {
  /// What one kind of warning is about, and each case of it.
  struct Warning {
    var headline: String
    var cases: [String]
  }

  /// From this cosine on two questions read nearly the same.
  static let alike = 0.85
  /// Of one kind of warning so many cases are shown.
  private static let shown = 20

  let counts: String
  let warnings: [Warning]

  init(_ stage: FAQStage, of faq: AskedFAQ, now: Date) throws {
    let entries = stage.settings.chosen
    counts = Self.counts(stage.settings)
    warnings = [
      Self.similar(stage, entries), try Self.unreachable(stage, entries),
      Self.outOfDate(entries, now),
      Self.single(entries), Self.untagged(stage.settings),
      faq.isConfigured ? Self.refused(stage, faq.assembly, now) : nil,
    ].compactMap { $0 }.filter { !$0.cases.isEmpty }
  }

  var text: String {
    var lines = [counts]
    for warning in warnings {
      lines += ["", "warning: \(warning.headline)"]
      lines += warning.cases.prefix(Self.shown).map { "  " + Terminal.safe($0, limit: 400) }
      let more = warning.cases.count - Self.shown
      if more > 0 { lines.append("  and \(more) more") }
    }
    let count = warnings.reduce(0) { $0 + $1.cases.count }
    lines += ["", count == 0 ? "No warnings." : counted(count, "warning", "warnings") + "."]
    return lines.joined(separator: "\n")
  }
}

extension FAQCheck {
  private static func counts(_ settings: FAQSettings) -> String {
    let entries = settings.chosen
    let questions = entries.reduce(0) { $0 + $1.questions.count }
    let languages = Dictionary(grouping: entries) { $0.language ?? "without a language" }
      .map { "\($1.count) \($0)" }.sorted().joined(separator: ", ")
    return counted(settings.entries.count, "file", "files") + ", "
      + counted(entries.count, "entry", "entries") + " (\(Terminal.safe(languages))), "
      + counted(questions, "question", "questions")
  }

  private static func similar(_ stage: FAQStage, _ entries: [FAQEntry]) -> Warning {
    Warning(
      headline: "questions that read nearly the same have different answers; which is right is a "
        + "toss-up",
      cases: stage.index.questionsAlike(from: alike).map { pair in
        "\"\(pair.first.question)\" (\(entries[pair.first.entry].id)) and "
          + "\"\(pair.second.question)\" (\(entries[pair.second.entry].id)), "
          + "\(percent(pair.similarity)) alike"
      })
  }

  /// Asked word for word, none of the entry's questions finds it.
  private static func unreachable(_ stage: FAQStage, _ entries: [FAQEntry]) throws -> Warning {
    let cases = try entries.indices.compactMap { number -> String? in
      let (questions, language) = (entries[number].questions, entries[number].language ?? "en")
      let encoder = stage.index.wantsMeaning(of: language) ? stage.encoder : nil
      let meanings = try encoder?.vectors(of: questions, isKept: true)
      let found = questions.indices.map { position in
        stage.index.answer(
          to: NormalizedText(questions[position]), meaning: meanings?[position],
          language: language
        ).candidates.first?.entry
      }
      guard !found.contains(number) else { return nil }
      let others = Set(found.compactMap { $0 }).sorted().map { "\"\(entries[$0].id)\"" }
      let instead = others.isEmpty ? "nothing" : others.joined(separator: ", ")
      return "\"\(entries[number].id)\": its own questions find \(instead)"
    }
    return Warning(headline: "entries that cannot be reached by their own questions", cases: cases)
  }

  private static func outOfDate(_ entries: [FAQEntry], _ now: Date) -> Warning {
    let cases = entries.compactMap { entry -> String? in
      if let until = entry.validUntil, until <= now {
        return "\"\(entry.id)\" expired at \(until.formatted(.iso8601))"
      }
      if let from = entry.validFrom, now < from {
        return "\"\(entry.id)\" is not valid before \(from.formatted(.iso8601))"
      }
      return nil
    }
    return Warning(headline: "entries that are not answered at present", cases: cases)
  }

  private static func single(_ entries: [FAQEntry]) -> Warning {
    Warning(
      headline: "entries with a single question; five to ten wordings are good",
      cases: entries.filter { $0.questions.count == 1 }.map {
        "\"\($0.id)\": \"\($0.questions[0])\""
      })
  }

  private static func untagged(_ settings: FAQSettings) -> Warning {
    let chosen = Set(settings.chosen.map(\.id))
    return Warning(
      headline: "entries that \"onlyTags\" leaves out",
      cases: settings.entries.flatMap(\.entries).filter { !chosen.contains($0.id) }.map {
        "\"\($0.id)\""
      })
  }

  /// What the guide would not let out on one of the connectors, in the words it would use then.
  private static func refused(_ stage: FAQStage, _ assembly: Assembly, _ now: Date) -> Warning {
    let message = Message(
      id: .init(connector: "check", remote: "1"), platform: "check",
      author: Author(id: "1", handle: "customer", name: "Maximiliane"), text: "?",
      createdAt: now)
    let places: [(id: String, traits: ConnectorTraits)] =
      assembly.connectors.isEmpty
      ? [("", .unlimited)] : assembly.connectors.map { ($0.id, $0.connector.traits) }
    var cases: [String] = []
    for (entry, draft) in stage.drafts(for: message, assembly.brand) {
      guard let draft else { continue }
      var reasons: [(reason: String, places: [String])] = []
      for place in places {
        let reply = Reply(
          key: "", kind: .answer, text: draft.text, language: draft.language,
          visibility: message.visibility, parent: message)
        guard case .refuse(let reason) = assembly.guide.vet(reply, limits: place.traits) else {
          continue
        }
        if let known = reasons.firstIndex(where: { $0.reason == reason }) {
          reasons[known].places.append(place.id)
        } else {
          reasons.append((reason, [place.id]))
        }
      }
      cases += reasons.map { found in
        let on = assembly.connectors.isEmpty ? "" : " on \(found.places.joined(separator: ", "))"
        return "\"\(entry.id)\"\(on): \(found.reason)"
      }
    }
    return Warning(
      headline: "answers that the guide does not let out, so that people get the message",
      cases: cases)
  }
}

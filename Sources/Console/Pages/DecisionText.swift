import Foundation
import PluginKit

/// What the stages saw in a message and what came of it, from the record of the decision.
struct DecisionText {
  /// Shown of each kind.
  static let limit = 16
  /// Probabilities below are not worth their place.
  private static let leastScore = 0.05

  private let decision: JSONValue

  init(_ decision: JSONValue) { self.decision = decision }

  var evidence: [(finding: String, phrase: String)] {
    guard case .object(let members) = decision["evidence"] else { return [] }
    return members.flatMap { member in
      (member.value.array ?? []).prefix(Self.limit).compactMap { phrase in
        phrase.string.map { (member.key, $0) }
      }
    }
  }

  var slots: Slots {
    let outcome = decision["decision"]
    let proposals = decision["proposals"]?.array ?? []
    let scores = self.scores
    return [
      "verdict": outcome?["action"]?.string ?? "undecided",
      "reason": Cut.line(outcome?["reason"]?.string ?? "no reason was given", 300),
      "findings": findings.map { ["finding": $0.name, "label": $0.label, "findingTone": $0.tone] },
      "labels": findings.compactMap(\.correctable),
      "hasProposals": !proposals.isEmpty, "proposals": proposals.prefix(40).map(Self.proposal),
      "hasScores": !scores.isEmpty,
      "scores": scores.map { ["scoreName": $0.0, "score": Self.percent($0.1)] },
    ]
  }

  static func percent(_ share: Double) -> String {
    "\(Int((min(1, max(0, share)) * 100).rounded())) %"
  }

  private static func proposal(_ proposal: JSONValue) -> Slots {
    [
      "stage": proposal["stage"]?.string ?? "", "proposes": proposal["proposes"]?.string ?? "",
      "pieces": Pieces(Cut.text(proposal["text"]?.string ?? "", 1000)).slots,
    ]
  }

  private struct Seen {
    var name: String
    var label: String
    var tone = ""
    /// `intent=complaint`
    var correctable: String?
  }

  private var members: [JSONValue.Member] {
    guard case .object(let members) = decision["findings"] else { return [] }
    return Array(members.prefix(Self.limit))
  }

  private var findings: [Seen] {
    members.compactMap { member in
      let (name, value) = (member.key, member.value)
      if let label = value["label"]?.string {
        let isBad = label == "negative" || label == "complaint"
        return Seen(
          name: name, label: Cut.line(label, 40), tone: isBad ? "warn" : "",
          correctable: "\(name)=\(label)")
      }
      if let code = value["code"]?.string {
        return Seen(name: name, label: Cut.line(code, 20), correctable: "\(name)=\(code)")
      }
      if let severity = value["severity"]?.number {
        let tone = severity >= 0.5 ? "bad" : severity >= 0.25 ? "warn" : ""
        return Seen(name: name, label: Self.percent(severity), tone: tone)
      }
      if let confidence = value["confidence"]?.number {
        let entry = value["candidates"]?.array?.first?["entry"]?.string
        let words = [entry.map { Cut.line($0, 40) }, Self.percent(confidence)].compactMap { $0 }
        return Seen(name: name, label: words.joined(separator: " "))
      }
      return nil
    }
  }

  /// The numbers inside `probabilities` and `categories`.
  private var scores: [(String, Double)] {
    let all = members.flatMap { member in
      ["probabilities", "categories"].flatMap { key -> [(String, Double)] in
        guard case .object(let numbers) = member.value[key] else { return [] }
        return numbers.compactMap { number in
          number.value.number.map { ("\(member.key) \(number.key)", $0) }
        }
      }
    }
    return Array(all.filter { $0.1 >= Self.leastScore }.prefix(Self.limit))
  }
}

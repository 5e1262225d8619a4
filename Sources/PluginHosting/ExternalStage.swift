public import PluginKit

/// A stage that is a program. A call that fails throws, and the message goes to a person (P6).
public struct ExternalStage: Stage {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  public let hosted: HostedPlugin
  private let findings: Set<String>

  public init(_ launch: PluginLaunch) {
    hosted = HostedPlugin(launch)
    findings = Set(launch.manifest.findings)
  }

  public func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
    let item = Self.item(message, context).bytes
    let limit = hosted.pool.waitingEnds(from: SystemTime.monotonicSeconds)
    let said: WireOpinion
    do {
      said = try await ask(item, isAlone: false, until: limit)
    } catch is WireProblem {
      // Another message may have confused it.
      do { said = try await ask(item, isAlone: true, until: limit) } catch {
        throw Failure(description: "its opinion: \(error)")
      }
    } catch {
      throw Failure(description: "\(error)")
    }
    if let error = said.error { throw Failure(description: error.shown) }
    if let stranger = said.opinion.findings.first(where: { !findings.contains($0.name) }) {
      throw Failure(
        description: "the finding \(stranger.name.shown) is not one of those in its plugin.json")
    }
    return said.opinion
  }

  /// Throws a `CallFailure` or a `WireProblem`.
  private func ask(_ item: [UInt8], isAlone: Bool, until limit: Double) async throws
    -> WireOpinion
  {
    let answer = await hosted.pool.call(
      "evaluate", item, isItem: true, isAlone: isAlone, until: limit)
    return try WireOpinion.read(answer.get())
  }

  package static func item(_ message: Message, _ context: StageContext) -> JSONValue {
    [
      "message": .wire(message), "now": .wire(context.now),
      "findings": .array(context.findings.all.map(wire)),
      "history": [
        "conversation": .array(
          context.history.entries.map { wire($0, from: $0.isOurs ? "brand" : "customer") }),
        "repliesToAuthor": .array(context.history.repliesToAuthor.map { wire($0, from: nil) }),
      ],
    ]
  }

  private static func wire(_ finding: Finding) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("name", .string(finding.name)), .init("value", finding.value),
    ]
    if let confidence = finding.confidence {
      members.append(.init("confidence", .number(confidence)))
    }
    if !finding.evidence.isEmpty {
      members.append(.init("evidence", .array(finding.evidence.map { .string($0) })))
    }
    return .object(members)
  }

  private static func wire(_ entry: History.Entry, from: String?) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("text", .string(entry.text)), .init("at", .wire(entry.at)),
    ]
    if let from { members.insert(.init("from", .string(from)), at: 0) }
    if let template = entry.template { members.append(.init("template", .string(template))) }
    return .object(members)
  }
}

public import PluginKit

/// What every stage promises, whatever it does: it is a pure function of message and context, it
/// survives hostile text, and what it says is well formed. Returns the broken promises, in words.
///
/// - Parameter contexts: further contexts, e.g. with the findings that the stage reads.
public func violations(
  of stage: any Stage, contexts: [StageContext] = [], extra: [Message] = []
) async -> [String] {
  var broken: [String] = []
  for message in HostileMessages.all + extra {
    for context in [StageContext.make()] + contexts {
      broken += await violations(of: stage, message, context)
    }
  }
  return broken
}

private func violations(
  of stage: any Stage, _ message: Message, _ context: StageContext
) async -> [String] {
  let name = "message \(message.id.remote)"
  do {
    let opinion = try await stage.evaluate(message, in: context.fresh)
    let again = try await stage.evaluate(message, in: context.fresh)
    var broken = problems(in: opinion).map { "\(name): \($0)" }
    if opinion != again { broken.append("\(name): two evaluations gave two opinions") }
    return broken
  } catch {
    return ["\(name): threw \(error)"]
  }
}

private func problems(in opinion: Opinion) -> [String] {
  var problems: [String] = []
  if Set(opinion.findings.map(\.name)).count < opinion.findings.count {
    problems.append("two findings of one name")
  }
  for finding in opinion.findings {
    if finding.name.isEmpty { problems.append("a finding without a name") }
    problems += numbers(in: finding.value, at: finding.name)
    if let confidence = finding.confidence, !(0...1).contains(confidence) {
      problems.append("\(finding.name): confidence \(confidence)")
    }
    if finding.evidence.contains(where: { $0.isEmpty || $0.count > 200 })
      || finding.evidence.count > 10
    {
      problems.append("\(finding.name): evidence is empty, long or too much")
    }
  }
  return problems + opinion.proposals.flatMap(problems(in:))
}

/// All numbers are finite; all but the score of a sentiment, -1...1, are within 0...1.
private func numbers(in value: JSONValue, at path: String) -> [String] {
  switch value {
  case .number(let number):
    let low: Double = path.hasSuffix("sentiment.score") ? -1 : 0
    return number.isFinite && (low...1).contains(number) ? [] : ["\(path) is \(number)"]
  case .array(let elements):
    return elements.enumerated().flatMap { numbers(in: $1, at: "\(path)[\($0)]") }
  case .object(let members):
    return members.flatMap { numbers(in: $0.value, at: "\(path).\($0.key)") }
  case .null, .bool, .string: return []
  }
}

private func problems(in proposal: Proposal) -> [String] {
  switch proposal {
  case .answer(let draft), .acknowledge(let draft):
    let isVisible = draft.text.contains { !$0.isWhitespace }
    return isVisible && draft.template?.isEmpty != true
      ? [] : ["a reply without a text or template"]
  case .handoff(let request):
    return request.reason.isEmpty || request.team?.isEmpty == true
      ? ["a handoff without a reason"] : []
  case .hold(let reason), .ignore(let reason): return reason.isEmpty ? ["no reason given"] : []
  }
}

extension StageContext {
  /// The same context with nothing derived yet.
  fileprivate var fresh: StageContext {
    StageContext(now: now, brand: brand, findings: findings, history: history)
  }
}

public import Foundation
public import PluginKit

/// A stage as the operator placed it.
public struct PipelineStage: Sendable {
  public var name: String
  public var mode: Mode
  public var stage: any Stage

  public init(name: String, mode: Mode, stage: any Stage) {
    self.name = name
    self.mode = mode
    self.stage = stage
  }
}

/// What all stages said about one message, and what follows from it.
public struct Evaluation: Sendable {
  public var findings: Findings
  public var proposals: [StagedProposal]
  public var decision: Decision

  public init(findings: Findings, proposals: [StagedProposal], decision: Decision) {
    self.findings = findings
    self.proposals = proposals
    self.decision = decision
  }
}

/// Runs the stages in their order. It fails closed: a stage that throws sends the message to a
/// human (P6), and the others still run, so that a crisis is seen although the FAQ is broken.
public struct Pipeline: Sendable {
  /// Messages under evaluation at once: a plugin that is a program is asked about them together.
  public static let maxConcurrent = 64

  public var stages: [PipelineStage]
  public var brand: Brand
  private let watchdog: Watchdog?
  private let meter: (any StageMeter)?

  /// - Parameters:
  ///   - watchdog: ends the process when a stage hangs; nil where no one restarts it.
  ///   - meter: is told how long each stage took; nil where nobody measures.
  public init(
    stages: [PipelineStage], brand: Brand, watchdog: Watchdog? = nil,
    meter: (any StageMeter)? = nil
  ) {
    self.stages = stages.filter { $0.mode != .off }
    self.brand = brand
    self.watchdog = watchdog
    self.meter = meter
  }

  /// - Parameter row: names the message to the watchdog.
  public func evaluate(
    _ message: Message, row: Int64 = 0, history: History = History(), now: Date
  ) async -> Evaluation {
    var context = StageContext(now: now, brand: brand, history: history)
    var proposals: [StagedProposal] = []
    var mark = meter == nil ? 0 : SystemTime.monotonicSeconds
    for (index, staged) in stages.enumerated() {
      var isFailure = false
      let watch = watchdog?.enter(row: row, stage: staged.name)
      defer { watch.map { watchdog?.leave($0) } }
      do {
        let opinion = try await staged.stage.evaluate(message, in: context)
        context.findings.append(contentsOf: opinion.findings)
        proposals += opinion.proposals.map {
          StagedProposal(
            stage: staged.name, mode: $0.isSuggestion ? min(staged.mode, .draft) : staged.mode,
            proposal: $0)
        }
      } catch {
        isFailure = true
        let request = HandoffRequest(
          strength: .required, reason: "stage \(staged.name) failed: \(error)",
          category: "stageFailure")
        proposals.append(
          StagedProposal(stage: staged.name, mode: .draft, proposal: .handoff(request)))
      }
      if let meter {
        let end = SystemTime.monotonicSeconds
        meter.stage(index, took: end - mark, isFailure: isFailure)
        mark = end
      }
    }
    return Evaluation(
      findings: context.findings, proposals: proposals,
      decision: Decision(combining: proposals))
  }
}

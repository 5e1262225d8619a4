public import Engine

/// Counts what the stages of one pipeline do. A stage of the same name in the next config goes on
/// counting in the same series.
public struct StageMetrics: StageMeter {
  private struct Series: Sendable {
    var duration: HistogramSeries
    var failures: CounterSeries
  }
  private let stages: [Series]

  /// - Parameter stages: the names of those that are not off, in order.
  public init(registry: MetricRegistry, stages: [String]) {
    self.stages = stages.map { name in
      Series(
        duration: registry.histogram(
          "replyd_stage_duration_seconds", "How long a stage took for one message.",
          ("stage", name)),
        failures: registry.counter(
          "replyd_stage_failures_total", "Messages on which a stage failed; people got them.",
          ("stage", name)))
    }
  }

  public func stage(_ index: Int, took seconds: Double, isFailure: Bool) {
    guard stages.indices.contains(index) else { return }
    stages[index].duration.record(seconds: seconds)
    if isFailure { stages[index].failures.increment() }
  }
}

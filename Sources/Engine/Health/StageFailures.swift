import Synchronization

/// How often each stage failed without a success in between. What happens with every message costs
/// an atomic read a stage.
public final class StageFailures: StageMeter {
  private final class Count: Sendable {
    let failures = Atomic(0)
  }
  private let stages: [(name: String, count: Count)]

  /// - Parameter names: of the stages that are not off, in order.
  init(_ names: [String]) { stages = names.map { ($0, Count()) } }

  public func stage(_ index: Int, took seconds: Double, isFailure: Bool) {
    guard stages.indices.contains(index) else { return }
    let count = stages[index].count
    if isFailure {
      count.failures.wrappingAdd(1, ordering: .relaxed)
    } else if count.failures.load(ordering: .relaxed) != 0 {
      count.failures.store(0, ordering: .relaxed)
    }
  }

  /// In the order of the stages.
  var inARow: [(name: String, failures: Int)] {
    stages.map { ($0.name, $0.count.failures.load(ordering: .relaxed)) }
  }
}

/// Is told how long each stage took. Called for every stage of every message: it must return at
/// once, without a lock and without allocating.
public protocol StageMeter: Sendable {
  /// - Parameter index: the stage's place among those that are not off.
  func stage(_ index: Int, took seconds: Double, isFailure: Bool)
}

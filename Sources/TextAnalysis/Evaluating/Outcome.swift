/// One labelled text and what a model said about it.
public struct Outcome: Sendable, Hashable {
  /// The true class, an index into the evaluation's classes.
  public let truth: Int
  /// One probability a class.
  public let probabilities: [Double]

  public init(truth: Int, probabilities: [Double]) {
    self.truth = truth
    self.probabilities = probabilities
  }

  /// The most probable class; the first of several.
  public var predicted: Int {
    var best = 0
    for index in probabilities.indices where probabilities[index] > probabilities[best] {
      best = index
    }
    return best
  }
}

import Foundation

/// A logistic regression from `FAQEvidence` to the probability of a right answer.
enum FAQConfidence {
  /// Fitted on customers' questions to a web shop, a bank and an assistant, at 3 to 50 questions an
  /// entry, with half the messages out of scope. See README, "Refit".
  static let weights = [-4.365, 1.236, 5.555, -2.160, 0.526, 3.092, 1.124, 0.904, 0.112]

  /// Near misses that read just like a stored question stay wrong however alike they are; measured
  /// on the sets left out, the surest answers are right in about this share.
  static let ceiling = 0.96

  static func confidence(_ inputs: [Double], _ weights: [Double]) -> Double {
    ceiling * probability(inputs, weights)
  }

  static func probability(_ inputs: [Double], _ weights: [Double]) -> Double {
    let sum = zip(inputs, weights).reduce(0) { $0 + $1.0 * $1.1 }
    return 1 / (1 + exp(-sum))
  }

  /// One message of known outcome.
  struct Case: Sendable {
    var inputs: [Double]
    var isRight: Bool
    var weight: Double
  }

  /// Newton's method on the weighted log loss with a small ridge; converges within `rounds`.
  static func fit(_ cases: [Case], rounds: Int = 25, ridge: Double = 1) -> [Double] {
    let count = cases.first?.inputs.count ?? 0
    var weights = [Double](repeating: 0, count: count)
    for _ in 0..<rounds {
      var gradient = weights.map { -ridge * $0 }
      var curvature = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
      for index in 0..<count { curvature[index][index] = ridge }
      for example in cases {
        let chance = probability(example.inputs, weights)
        let error = example.weight * ((example.isRight ? 1 : 0) - chance)
        let spread = example.weight * chance * (1 - chance)
        for row in 0..<count {
          gradient[row] += error * example.inputs[row]
          for column in 0..<count {
            curvature[row][column] += spread * example.inputs[row] * example.inputs[column]
          }
        }
      }
      let step = solve(curvature, gradient)
      for index in 0..<count { weights[index] += step[index] }
    }
    return weights
  }

  /// The weighted mean log loss, in nats.
  static func loss(_ cases: [Case], _ weights: [Double]) -> Double {
    var (sum, total) = (0.0, 0.0)
    for example in cases {
      let chance = min(max(probability(example.inputs, weights), 1e-9), 1 - 1e-9)
      sum -= example.weight * log(example.isRight ? chance : 1 - chance)
      total += example.weight
    }
    return total > 0 ? sum / total : 0
  }

  /// Gaussian elimination; the ridge keeps the matrix positive definite, so no pivoting.
  private static func solve(_ matrix: [[Double]], _ values: [Double]) -> [Double] {
    var (rows, right) = (matrix, values)
    for pivot in rows.indices {
      for row in rows.indices where row > pivot {
        let factor = rows[row][pivot] / rows[pivot][pivot]
        for column in rows.indices { rows[row][column] -= factor * rows[pivot][column] }
        right[row] -= factor * right[pivot]
      }
    }
    for pivot in rows.indices.reversed() {
      for column in rows.indices where column > pivot {
        right[pivot] -= rows[pivot][column] * right[column]
      }
      right[pivot] /= rows[pivot][pivot]
    }
    return right
  }
}

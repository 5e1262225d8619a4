import Foundation

/// Logistic regressions of a few inputs.
package enum Logistic {
  package static func probability(_ inputs: [Double], _ weights: [Double]) -> Double {
    1 / (1 + exp(-zip(inputs, weights).reduce(0) { $0 + $1.0 * $1.1 }))
  }

  package static func logOdds(_ probability: Double) -> Double {
    let bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return log(bounded / (1 - bounded))
  }

  /// One message of known outcome.
  package struct Case: Sendable {
    package var inputs: [Double]
    package var isRight: Bool
    package var weight: Double

    package init(inputs: [Double], isRight: Bool, weight: Double) {
      self.inputs = inputs
      self.isRight = isRight
      self.weight = weight
    }
  }

  /// Newton's method on the weighted log loss, each weight drawn to its prior with its strength. A
  /// step that makes it worse, as where all is far from the prior, is halved until it does not.
  package static func fit(
    _ cases: [Case], prior: [Double], strength: [Double], rounds: Int = 25
  ) -> [Double] {
    var weights = prior
    var loss = loss(of: weights, cases, prior, strength)
    for _ in 0..<rounds {
      var gradient = weights.indices.map { strength[$0] * (prior[$0] - weights[$0]) }
      var curvature = weights.indices.map { row in
        weights.indices.map { $0 == row ? strength[row] : 0 }
      }
      for example in cases {
        let chance = probability(example.inputs, weights)
        let error = example.weight * ((example.isRight ? 1 : 0) - chance)
        let spread = example.weight * chance * (1 - chance)
        for row in weights.indices {
          gradient[row] += error * example.inputs[row]
          for column in weights.indices {
            curvature[row][column] += spread * example.inputs[row] * example.inputs[column]
          }
        }
      }
      let step = solve(curvature, gradient)
      var share = 1.0
      while share > Self.shortest {
        let next = weights.indices.map { weights[$0] + share * step[$0] }
        let found = self.loss(of: next, cases, prior, strength)
        if found <= loss {
          (weights, loss) = (next, found)
          break
        }
        share /= 2
      }
      if share <= Self.shortest { break }
    }
    return weights
  }

  /// A shorter part of a step changes nothing.
  private static let shortest = 1e-6

  private static func loss(
    of weights: [Double], _ cases: [Case], _ prior: [Double], _ strength: [Double]
  ) -> Double {
    var loss = 0.0
    for index in weights.indices {
      let far = weights[index] - prior[index]
      loss += strength[index] * far * far / 2
    }
    for example in cases {
      let odds = zip(example.inputs, weights).reduce(0) { $0 + $1.0 * $1.1 }
      // log(1 + exp(-odds)) of what is right, without overflow.
      let wrong = example.isRight ? -odds : odds
      loss += example.weight * (max(wrong, 0) + log1p(exp(-abs(wrong))))
    }
    return loss
  }

  /// Gaussian elimination; the priors keep the matrix positive definite, so no pivoting.
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

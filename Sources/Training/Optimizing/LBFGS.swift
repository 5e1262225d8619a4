/// Minimises a smooth function by limited-memory BFGS with a backtracking line search; the same
/// function gives the same steps. Source: Nocedal and Wright, "Numerical Optimization" (2006),
/// algorithms 7.4 and 3.1.
struct LBFGS {
  private static let memory = 8
  private static let sufficientDecrease = 1e-4
  private static let halvings = 20

  typealias Function = (_ point: [Float], _ gradient: inout [Float]) -> Double

  private(set) var point: [Float]
  private(set) var value: Double
  private var gradient: [Float]
  private var history: [(step: [Float], change: [Float], curvature: Double)] = []
  private let function: Function

  init(start: [Float], _ function: @escaping Function) {
    point = start
    gradient = [Float](repeating: 0, count: start.count)
    self.function = function
    value = function(start, &gradient)
  }

  /// One iteration; false once no step lowers the value.
  mutating func step() -> Bool {
    let direction = direction()
    let slope = Vector.dot(gradient, direction)
    guard slope < 0 else { return false }
    let norm = Vector.dot(gradient, gradient).squareRoot()
    var length = history.isEmpty ? 1 / max(norm, 1e-12) : 1
    var nextGradient = gradient
    for _ in 0..<Self.halvings {
      var next = point
      Vector.add(direction, times: Float(length), to: &next)
      let nextValue = function(next, &nextGradient)
      if nextValue <= value + Self.sufficientDecrease * length * slope {
        remember(next, nextGradient)
        (point, gradient, value) = (next, nextGradient, nextValue)
        return true
      }
      length /= 2
    }
    return false
  }

  private mutating func remember(_ next: [Float], _ nextGradient: [Float]) {
    var (step, change) = (next, nextGradient)
    Vector.add(point, times: -1, to: &step)
    Vector.add(gradient, times: -1, to: &change)
    let curvature = Vector.dot(step, change)
    guard curvature > 1e-10 else { return }
    if history.count == Self.memory { history.removeFirst() }
    history.append((step, change, curvature))
  }

  /// Downhill, by the two-loop recursion.
  private func direction() -> [Float] {
    var result = gradient
    var factors: [Double] = []
    for entry in history.reversed() {
      let factor = Vector.dot(entry.step, result) / entry.curvature
      Vector.add(entry.change, times: Float(-factor), to: &result)
      factors.append(factor)
    }
    var scale = -1.0
    if let last = history.last { scale = -last.curvature / Vector.dot(last.change, last.change) }
    for index in result.indices { result[index] *= Float(scale) }
    for (entry, factor) in zip(history, factors.reversed()) {
      let other = Vector.dot(entry.change, result) / entry.curvature
      Vector.add(entry.step, times: Float(-factor - other), to: &result)
    }
    return result
  }
}

/// Long vectors of floats; sums are kept in double precision, block by block.
private enum Vector {
  private static let block = 4096

  static func dot(_ left: [Float], _ right: [Float]) -> Double {
    left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in
        var total = 0.0
        var start = 0
        while start < left.count {
          let end = min(start + block, left.count)
          var lanes = SIMD8<Float>()
          var index = start
          while index + 8 <= end {
            for lane in 0..<8 { lanes[lane] += left[index + lane] * right[index + lane] }
            index += 8
          }
          var sum = lanes.sum()
          while index < end {
            sum += left[index] * right[index]
            index += 1
          }
          total += Double(sum)
          start = end
        }
        return total
      }
    }
  }

  static func add(_ other: [Float], times factor: Float, to vector: inout [Float]) {
    vector.withUnsafeMutableBufferPointer { vector in
      other.withUnsafeBufferPointer { other in
        for index in 0..<vector.count { vector[index] += factor * other[index] }
      }
    }
  }
}

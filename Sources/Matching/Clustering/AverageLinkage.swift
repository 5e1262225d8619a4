/// Joins what is most alike on average, again and again.
struct AverageLinkage {
  /// By cluster: how like it is to each other one, summed over their members. Pairs that are not
  /// there are not alike at all.
  private var sums: [[Int: Double]]
  private var members: [[Int]]
  /// The most alike of each cluster.
  private var nearest: [(other: Int, average: Double)?]

  /// - Parameter similarities: by item: those like it and how much, both ways.
  init(_ similarities: [[Int: Double]]) {
    sums = similarities
    members = similarities.indices.map { [$0] }
    nearest = []
    nearest = similarities.indices.map { findNearest(of: $0) }
  }

  /// All items in groups, each sorted; no two groups are alike by `least` on average.
  mutating func groups(from least: Double) -> [[Int]] {
    while let pair = mostAlike(), pair.average >= least { join(pair.first, pair.second) }
    return members.filter { !$0.isEmpty }.map { $0.sorted() }
  }

  private func mostAlike() -> (first: Int, second: Int, average: Double)? {
    var best: (first: Int, second: Int, average: Double)?
    for (cluster, found) in nearest.enumerated() {
      guard let found, found.average > best?.average ?? 0 else { continue }
      best = (cluster, found.other, found.average)
    }
    return best
  }

  /// Only those whose nearest was one of the two look anew: no average rises by joining.
  private mutating func join(_ first: Int, _ second: Int) {
    members[first] += members[second]
    members[second] = []
    for (other, sum) in sums[second] where other != first {
      sums[first][other, default: 0] += sum
      sums[other][first, default: 0] += sum
      sums[other][second] = nil
    }
    sums[first][second] = nil
    sums[second] = [:]
    nearest[second] = nil
    nearest[first] = findNearest(of: first)
    for other in sums[first].keys where [first, second].contains(nearest[other]?.other) {
      nearest[other] = findNearest(of: other)
    }
  }

  /// Of those equally alike the first, so that the order of a dictionary does not matter.
  private func findNearest(of cluster: Int) -> (other: Int, average: Double)? {
    var best: (other: Int, average: Double)?
    for (other, sum) in sums[cluster] {
      let average = sum / Double(members[cluster].count * members[other].count)
      guard let found = best else {
        best = (other, average)
        continue
      }
      if (average, found.other) > (found.average, other) { best = (other, average) }
    }
    return best
  }
}

/// In how many messages each term occurs.
struct TermCounts: Sendable {
  private(set) var messages = 0
  private var counts: [UInt32: Int32] = [:]

  subscript(term: UInt32) -> Int { Int(counts[term] ?? 0) }

  mutating func add(_ terms: [UInt32]) {
    messages += 1
    for term in terms { counts[term, default: 0] += 1 }
  }

  mutating func remove(_ terms: [UInt32]) {
    messages -= 1
    for term in terms {
      let count = counts[term] ?? 0
      counts[term] = count > 1 ? count - 1 : nil
    }
  }
}

/// What the kills interrupted, as the daemon logged it at its starts.
struct Recovered: CustomStringConvertible {
  private(set) var sends = 0
  private(set) var evaluations = 0
  private(set) var quarantined = 0
  private(set) var starts = 0

  init(log: String) {
    for line in log.split(separator: "\n") where line.contains(" replyd: recovered ") {
      starts += 1
      sends += Self.number("unknownSends", in: line)
      evaluations += Self.number("reevaluated", in: line)
      quarantined += Self.number("quarantined", in: line)
    }
  }

  var description: String {
    "\(sends) sends and \(evaluations) evaluations under way, \(quarantined) quarantined, "
      + "\(starts) starts"
  }

  private static func number(_ key: String, in line: Substring) -> Int {
    line.split(separator: " ").first { $0.hasPrefix("\(key)=") }
      .flatMap { Int($0.dropFirst(key.count + 1)) } ?? 0
  }
}

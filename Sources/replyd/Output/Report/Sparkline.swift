/// Counts over time in one line of block characters, from 0 to the largest.
enum Sparkline {
  private static let bars = Array("▁▂▃▄▅▆▇█")

  /// - Parameter width: more values than this are added up in neighbouring groups.
  static func text(_ values: [Int], width: Int = 48) -> String {
    let groups = grouped(values, width: width)
    guard let highest = groups.max(), highest > 0 else {
      return String(repeating: "·", count: groups.count)
    }
    return String(
      groups.map { value in
        value == 0 ? "·" : bars[(value * bars.count - 1) / highest]
      })
  }

  static func grouped(_ values: [Int], width: Int) -> [Int] {
    guard values.count > width, width > 0 else { return values }
    let size = (values.count + width - 1) / width
    return stride(from: 0, to: values.count, by: size).map { start in
      values[start..<min(start + size, values.count)].reduce(0, +)
    }
  }
}

import CoreMetrics
import Synchronization

/// One line, or for a histogram a few lines, of the page. Changing it is one atomic operation, with
/// no lock and nothing allocated.
protocol Series: Sendable {
  func write(_ name: String, _ labels: Exposition.Labels, into page: inout Exposition)
}

/// Only grows, from the process's start on.
final class CounterSeries: Series, CounterHandler {
  private let count = Atomic<Int64>(0)

  var value: Int64 { count.load(ordering: .relaxed) }

  func increment() { count.wrappingAdd(1, ordering: .relaxed) }
  func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
  func reset() { count.store(0, ordering: .relaxed) }

  func write(_ name: String, _ labels: Exposition.Labels, into page: inout Exposition) {
    page.sample(name, labels, Double(value))
  }
}

/// Goes up and down.
final class GaugeSeries: Series, MeterHandler, RecorderHandler {
  private let bits = Atomic<UInt64>(0)

  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }
  func record(_ value: Int64) { set(Double(value)) }
  func record(_ value: Double) { set(value) }
  func increment(by amount: Double) { add(amount) }
  func decrement(by amount: Double) { add(-amount) }

  private func add(_ amount: Double) {
    var old = bits.load(ordering: .relaxed)
    while true {
      let new = (Double(bitPattern: old) + amount).bitPattern
      let result = bits.compareExchange(expected: old, desired: new, ordering: .relaxed)
      if result.exchanged { return }
      old = result.original
    }
  }

  func write(_ name: String, _ labels: Exposition.Labels, into page: inout Exposition) {
    page.sample(name, labels, Double(bitPattern: bits.load(ordering: .relaxed)))
  }
}

/// How often a value fell into which bucket.
final class HistogramSeries: Series, TimerHandler, RecorderHandler {
  /// Seconds: a stage of ours takes microseconds, one that asks a service up to seconds.
  static let bounds: [Double] = [
    0.000_01, 0.000_05, 0.000_1, 0.000_5, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5,
  ]
  /// `Atomic` cannot lie in an array by itself.
  private final class Bucket: Sendable {
    let count = Atomic<Int64>(0)
  }

  /// One more than there are bounds, for what lies above the last.
  private let buckets = (0...bounds.count).map { _ in Bucket() }
  private let nanoseconds = Atomic<Int64>(0)

  func record(seconds: Double) {
    let place = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
    buckets[place].count.wrappingAdd(1, ordering: .relaxed)
    nanoseconds.wrappingAdd(Int64(min(max(seconds, 0), 1e6) * 1e9), ordering: .relaxed)
  }

  func recordNanoseconds(_ duration: Int64) { record(seconds: Double(duration) / 1e9) }
  func record(_ value: Int64) { record(seconds: Double(value)) }
  func record(_ value: Double) { record(seconds: value) }

  func write(_ name: String, _ labels: Exposition.Labels, into page: inout Exposition) {
    var sum: Int64 = 0
    for (index, bucket) in buckets.enumerated() {
      sum += bucket.count.load(ordering: .relaxed)
      let bound = index < Self.bounds.count ? Self.bounds[index] : .infinity
      page.sample("\(name)_bucket", labels + [("le", Exposition.number(bound))], Double(sum))
    }
    page.sample("\(name)_sum", labels, Double(nanoseconds.load(ordering: .relaxed)) / 1e9)
    // The buckets' own total, so that the two never disagree.
    page.sample("\(name)_count", labels, Double(sum))
  }
}

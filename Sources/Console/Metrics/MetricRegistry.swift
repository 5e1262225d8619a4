public import CoreMetrics
import Synchronization

/// All counters, gauges and histograms of the process, and the backend of swift-metrics: what a
/// library or a plugin measures through that API stands on the same page.
///
/// Ask for a series once and keep it: asking takes a lock.
public final class MetricRegistry: MetricsFactory {
  /// Beyond this, new series are not kept: nobody's labels may fill the memory.
  static let maxSeries = 5000

  private struct Family: Sendable {
    var kind: Exposition.Kind
    var help: String
    var series: [(labels: [(String, String)], series: any Series)] = []
  }
  private struct State: Sendable {
    var families: [String: Family] = [:]
    var count = 0
  }
  private let state = Mutex(State())

  public init() {}

  func counter(_ name: String, _ help: String, _ labels: (String, String)...) -> CounterSeries {
    series(name, .counter, help, labels) { CounterSeries() }
  }

  func histogram(_ name: String, _ help: String, _ labels: (String, String)...) -> HistogramSeries {
    series(name, .histogram, help, labels) { HistogramSeries() }
  }

  /// The series of these labels. One that contradicts what has this name already, or that is one
  /// too many, counts where nobody looks.
  private func series<Wanted: Series>(
    _ name: String, _ kind: Exposition.Kind, _ help: String, _ labels: [(String, String)],
    make: () -> Wanted
  ) -> Wanted {
    state.withLock { state in
      var family = state.families[name] ?? Family(kind: kind, help: help)
      let known = family.series.first { known in
        known.labels.elementsEqual(labels) { $0 == $1 }
      }
      if let known { return known.series as? Wanted ?? make() }
      let new = make()
      guard family.kind == kind, state.count < Self.maxSeries else { return new }
      family.series.append((labels, new))
      state.families[name] = family
      state.count += 1
      return new
    }
  }

  func write(into page: inout Exposition) {
    let families = state.withLock { $0.families }
    for (name, family) in families.sorted(by: { $0.key < $1.key }) {
      page.family(name, family.kind, family.help)
      for each in family.series { each.series.write(name, each.labels, into: &page) }
    }
  }
}

/// The API of swift-metrics. Its names become names of Prometheus, with the usual endings.
extension MetricRegistry {
  private static let foreign = "Measured by a library or a plugin."

  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    let name = Self.name(label, ending: "_total")
    return series(name, .counter, Self.foreign, Self.labels(dimensions)) { CounterSeries() }
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    let name = Exposition.name(label)
    return series(name, .gauge, Self.foreign, Self.labels(dimensions)) { GaugeSeries() }
  }

  public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool)
    -> any RecorderHandler
  {
    let name = Exposition.name(label)
    if aggregate {
      return series(name, .histogram, Self.foreign, Self.labels(dimensions)) { HistogramSeries() }
    }
    return series(name, .gauge, Self.foreign, Self.labels(dimensions)) { GaugeSeries() }
  }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    let name = Self.name(label, ending: "_seconds")
    return series(name, .histogram, Self.foreign, Self.labels(dimensions)) { HistogramSeries() }
  }

  // A counter that went away would look like a restart: all stay.
  public func destroyCounter(_ handler: any CounterHandler) {}
  public func destroyMeter(_ handler: any MeterHandler) {}
  public func destroyRecorder(_ handler: any RecorderHandler) {}
  public func destroyTimer(_ handler: any TimerHandler) {}

  private static func name(_ label: String, ending: String) -> String {
    let name = Exposition.name(label)
    return name.hasSuffix(ending) ? name : name + ending
  }

  /// Label names may hold no colon.
  private static func labels(_ dimensions: [(String, String)]) -> [(String, String)] {
    dimensions.map { (Exposition.name($0.0).replacing(":", with: "_"), String($0.1.prefix(120))) }
  }
}

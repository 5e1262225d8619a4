import Engine
import PluginKit
import ServiceLifecycle

/// Looks once a minute whether the report of a day is due.
struct DailyReportService: Service, CustomStringConvertible {
  let description = "daily report"
  let running: RunningConfig
  let report: DailyReport
  let time: any Time
  let observer: any EngineObserver

  /// Keeps nothing of a config beyond its round: a reload ends the plugins of the one before.
  private func look() async {
    let assembly = running.assembly
    guard let settings = assembly.reports else { return }
    do {
      try await report.send(settings, by: assembly.notifiers, brand: assembly.brand)
    } catch {
      observer.observe(.alarm(.store, "daily report: \(error)"))
    }
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await look()
        do { try await time.sleep(for: .minutes(1)) } catch { return }
      }
    }
  }
}

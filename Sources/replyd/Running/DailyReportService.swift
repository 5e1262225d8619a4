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

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        let assembly = running.assembly
        if let settings = assembly.reports {
          do {
            try await report.send(settings, by: assembly.notifiers, brand: assembly.brand)
          } catch {
            observer.observe(.alarm(.store, "daily report: \(error)"))
          }
        }
        do { try await time.sleep(for: .minutes(1)) } catch { return }
      }
    }
  }
}

public import Foundation
public import PluginKit

/// The `reports` section: a digest of the last day, by notifier.
public struct DailyReportSettings: Settings {
  public let notify: [String]
  /// Minutes after the brand's midnight.
  let minute: Int

  public init(_ f: inout Fields) {
    notify = f.references(
      "notify", to: .notifiers, help: "ids of notifiers that get the report of each day")
    minute =
      f.optionalParsed(
        "at", help: "when, on the brand's clock; without: \"08:00\""
      ) { text throws(TextProblem) in
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
          let hour = decimal(parts[0]), hour < 24, let minute = decimal(parts[1]), minute < 60
        else { throw TextProblem("expected a time such as \"08:00\", found \(quoted(text))") }
        return hour * 60 + minute
      } ?? 8 * 60
  }
}

/// Sends the report of the last day once a day to each notifier. What was missed while replyd did
/// not run is sent when it starts, as one report.
public struct DailyReport: Sendable {
  private let store: any ReportedStore
  private let time: any Time
  private let observer: any EngineObserver

  public init(store: any ReportedStore, time: any Time, observer: any EngineObserver) {
    self.store = store
    self.time = time
    self.observer = observer
  }

  /// Sends what is due now.
  public func send(
    _ settings: DailyReportSettings, by notifiers: [String: any Notifier], brand: Brand
  ) async throws {
    let now = time.now
    let zone = ZoneOffsets(brand.timeZone)
    let local = LocalTime(now, in: zone)
    let day = local.minute >= settings.minute ? local.day : local.day + -1
    var report: Report?
    for name in settings.notify {
      guard let notifier = notifiers[name], let last = try await store.mark("daily/\(name)") else {
        // A notifier that is new has no yesterday.
        try await store.setMark("daily/\(name)", day.text)
        continue
      }
      guard last < day.text else { continue }
      if report == nil { report = try await self.report(day, settings, zone, brand, now) }
      guard let report else { continue }
      do throws(NotifyFailure) {
        try await notifier.digest(
          DigestNotification(
            key: "replyd-daily-\(day.text)-\(name)", kind: .daily, team: nil,
            title: DailyDigest.title(of: report), facts: DailyDigest.facts(of: report), at: now))
      } catch {
        observer.observe(.alarm(.notifier, "\(name) could not get the daily report: \(error)"))
        // What is refused for good is not asked again before tomorrow.
        if case .retry = error { continue }
      }
      try await store.setMark("daily/\(name)", day.text)
    }
  }

  private func report(
    _ day: CivilDay, _ settings: DailyReportSettings, _ zone: ZoneOffsets, _ brand: Brand,
    _ now: Date
  ) async throws -> Report {
    func instant(_ day: CivilDay) -> Date {
      let local = day.number * 86_400 + settings.minute * 60
      return Date(timeIntervalSince1970: Double(zone.beginning(ofLocal: local)))
    }
    let period = ReportPeriod(since: instant(day + -1), until: instant(day))
    return try await Reporter(store).report(on: period, brand: brand, now: now)
  }
}

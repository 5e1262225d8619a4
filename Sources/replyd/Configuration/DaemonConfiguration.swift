import Console
import Engine
import Foundation
import Guide
import PluginHosting
import PluginKit

/// The whole config file.
struct DaemonConfiguration: Settings {
  let brand: BrandSettings
  let store: StoreSettings
  let connectors: [(id: String, value: ConnectorEntry)]
  let stages: [StageEntry]
  let encoder: EncoderSettings?
  let guide: GuideEntry
  let windows: [WindowRule]
  let people: [(id: String, value: Person)]
  let procedures: [(id: String, value: Procedure)]
  let bursts: BurstSettings
  let teams: [(id: String, value: Team)]
  let routes: [Route]
  let masks: [Masking.Kind]
  let watchesOutcomes: Bool
  let reports: DailyReportSettings?
  let notifiers: [(id: String, value: NotifierEntry)]
  let console: ConsoleSettings?
  let links: LinkSettings?
  let limits: LimitSettings
  let alarms: AlarmSettings
  let deadMan: DeadManSettings?
  /// The file itself, for what is checked over all of it.
  let document: LocatedSettings?

  init(_ f: inout Fields) {
    document = f.located
    _ = f.optionalString(
      "$schema", help: "for editors: the path of what `replyd schema` prints; not read")
    brand = f.object("brand", as: BrandSettings.self, help: "whom replyd speaks for")
    store = f.object("store", as: StoreSettings.self, help: "where the durable state lies")
    connectors = f.map("connectors", as: ConnectorEntry.self, help: "accounts to poll, by id")
    stages = f.objects("stages", as: StageEntry.self, help: "the pipeline, in order")
    encoder = f.optionalObject(
      "encoder", as: EncoderSettings.self,
      help: "lets stages match by meaning beside words; docs/encoder.md")
    guide = f.object("guide", as: GuideEntry.self, help: "what may be said in public")
    windows = f.objects(
      "windows", as: WindowRule.self,
      help: "response windows, the first match wins; without: 1h and 24h")
    procedures = f.map(
      "procedures", as: Procedure.self, help: "what to do in an incident, by name")
    bursts = f.object(
      "bursts", as: BurstSettings.self,
      help: "what counts as many messages about one thing, and what happens then")
    teams = f.map("teams", as: Team.self, help: "who takes handoffs, by id")
    people = f.map("people", as: Person.self, help: "who answers customers, by id")
    routes = f.objects(
      "routes", as: Route.self, help: "who gets which handoffs, the first match wins")
    masks = f.choices(
      "mask", default: Masking.Kind.allCases,
      help: "what notifications do not show of customers' words")
    watchesOutcomes = f.flag(
      "outcomes", default: true,
      help: "look at each message again 1 h, 24 h and 7 days after our reply, or after the "
        + "decision where there is none, for the report")
    reports = f.optionalObject(
      "reports", as: DailyReportSettings.self, help: "the report of each day, by notifier")
    notifiers = f.map("notifiers", as: NotifierEntry.self, help: "how teams are told, by id")
    console = f.optionalObject("console", as: ConsoleSettings.self, help: "the console and its API")
    links = f.optionalObject(
      "links", as: LinkSettings.self, help: "links in notifications that act; without: none")
    limits = f.object("limits", as: LimitSettings.self, help: "guards and bounds")
    alarms = f.object(
      "alarms", as: AlarmSettings.self, help: "when replyd says that something is wrong with it")
    deadMan = f.optionalObject(
      "deadMan", as: DeadManSettings.self, help: "an address that is called while all is well")
    let (api, everybody, pages) = (console?.listen, console?.everybody?.listen, links)
    f.require("links", "its \"listen\" and its \"url\" must not be the console's address") {
      guard let pages else { return true }
      return ![pages.listen, pages.loopback].contains { own in
        [api, everybody].contains { other in other.map { own?.overlaps($0) == true } ?? false }
      }
    }
  }
}

struct BrandSettings: Settings {
  let brand: Brand
  let calendar: CalendarSettings?

  init(_ f: inout Fields) {
    let name = f.string("name", default: "the brand", help: "as customers know it")
    let zone = f.string(
      "timeZone", default: "UTC", form: .timeZone, help: "IANA name, \"America/Chicago\"")
    calendar = f.optionalDocument(
      "calendar", as: CalendarSettings.self,
      help: "business hours and holidays; they pause the human clock")
    brand = Brand(name: name, timeZone: TimeZone(identifier: zone) ?? .gmt)
  }
}

struct StoreSettings: Settings {
  let sqlite: String
  let keep: Duration?

  init(_ f: inout Fields) {
    sqlite = f.path("sqlite", default: "var/replyd.sqlite", help: "the SQLite file")
    keep = f.optionalDuration(
      "keep", in: .hours(24 * 7) ... .hours(24 * 3660),
      help: "closed messages older than this are removed with all their traces; without: never")
  }
}

struct ConnectorEntry: Settings {
  let plugin: NamedPlugin
  let run: RunSettings?
  let mode: Mode
  let pollEvery: Duration

  init(_ f: inout Fields) {
    plugin = f.plugin(Catalog.connectors, "connector")
    run = RunSettings.declared(&f)
    mode = f.choice("mode", default: .draft, help: "how far it may act by itself")
    pollEvery = f.duration(
      "pollEvery", default: .seconds(15), in: .milliseconds(10) ... .hours(24),
      help: "pause between polls")
  }
}

struct StageEntry: Settings {
  let plugin: NamedPlugin
  let run: RunSettings?
  let mode: Mode

  init(_ f: inout Fields) {
    plugin = f.plugin(Catalog.stages, "stage")
    run = RunSettings.declared(&f)
    mode = f.choice("mode", default: .draft, help: "how far its replies may go by themselves")
  }
}

struct NotifierEntry: Settings {
  let plugin: NamedPlugin
  let run: RunSettings?

  init(_ f: inout Fields) {
    plugin = f.plugin(Catalog.notifiers, "notifier")
    run = RunSettings.declared(&f)
  }
}

extension RunSettings {
  /// Beside `plugin` and `settings`.
  fileprivate static func declared(_ f: inout Fields) -> RunSettings? {
    f.optionalObject(
      "run", as: RunSettings.self, help: "how a plugin that is a program is run: docs/plugins.md")
  }
}

struct GuideEntry: Settings {
  let file: GuideSettings?
  let place: SettingsPlace?

  init(_ f: inout Fields) {
    file = f.optionalDocument("file", as: GuideSettings.self, help: "without: the shipped defaults")
    place = f.place(of: "file")
  }
}

import ConfigLoading
import Console
import Engine
import Foundation
import Guide
import PluginKit

/// Everything the config names, built: the parts of a daemon, still unconnected.
struct Assembly: Sendable {
  var stages: [PipelineStage] = []
  var connectors: [ConnectorUnit] = []
  var notifiers: [String: any Notifier] = [:]
  var guide: any Vetting
  var windows: Windows
  var teams: Teams
  var procedures: [String: Procedure]
  var bursts: BurstSettings
  /// What notifications do not show of customers' words.
  var masks: Masking
  var watchesOutcomes: Bool
  var reports: DailyReportSettings?
  var brand: Brand
  var limits: LimitSettings
  var console: ConsoleSettings?
  var links: LinkSettings?
  var alarms: AlarmSettings
  var deadMan: DeadManSettings?
  var storePath: String
  /// What stages compare meanings with.
  let encoder: EncoderChoice
  /// Closed messages older than this are removed; nil: never.
  var keep: Duration?
  /// Of replyd and of each plugin named, for `why`; built-in ones share replyd's.
  var versions = ["replyd": Replyd.version]
  /// What plugins that are programs declare, by the folders that the config names.
  var external: [PluginDescription] = []
  /// Where the config lies, for errors that come later.
  var file: String
  /// Its values, to compare it with another; of a config without errors only.
  var picture: ConfigPicture?

  /// Builds every plugin; nil with issues appended when anything is wrong.
  ///
  /// - Parameter forDaemon: a daemon also needs a team, which `annotate` does without.
  init?(
    _ configuration: DaemonConfiguration, file: String, source: any SettingsSource,
    forDaemon: Bool, issues: inout [SettingsIssue]
  ) {
    self.file = file
    brand = configuration.brand.brand
    windows = Windows(
      rules: configuration.windows,
      hours: configuration.brand.calendar.map {
        BusinessHours($0, timeZone: configuration.brand.brand.timeZone)
      })
    teams = Teams(
      byName: Dictionary(
        configuration.teams.map { ($0.id, $0.value) }, uniquingKeysWith: { first, _ in first }),
      fallback: configuration.teams.first?.id ?? "",
      people: Dictionary(
        configuration.people.map { ($0.id, $0.value) }, uniquingKeysWith: { first, _ in first }),
      timeZone: brand.timeZone)
    teams.routes = configuration.routes
    procedures = Dictionary(
      configuration.procedures.map { ($0.id, $0.value) }, uniquingKeysWith: { first, _ in first })
    bursts = configuration.bursts
    reports = configuration.reports
    watchesOutcomes = configuration.watchesOutcomes
    masks = Masking(Set(configuration.masks))
    limits = configuration.limits
    console = configuration.console
    links = configuration.links
    alarms = configuration.alarms
    deadMan = configuration.deadMan
    storePath = configuration.store.sqlite
    keep = configuration.store.keep
    encoder = EncoderChoice(configuration.encoder, storePath: storePath)
    do {
      guide = try BrandGuide(configuration.guide.file ?? GuideSettings())
      teams.answering = try AnswerRules(configuration.guide.file?.answers ?? [])
    } catch {
      issues.append(
        configuration.guide.place?.issue("\(error)")
          ?? .at(source.display(file), "guide", "\(error)"))
      return nil
    }
    let before = issues.count
    buildPlugins(configuration, source, &issues)
    checkReferences(configuration, forDaemon: forDaemon, source, &issues)
    checkStatements(&issues)
    if issues.count > before { return nil }
  }

  private mutating func buildPlugins(
    _ configuration: DaemonConfiguration, _ source: any SettingsSource,
    _ issues: inout [SettingsIssue]
  ) {
    var builder = PluginBuilder(
      file: file, brand: brand, stageDeadline: limits.stageDeadline, source: source,
      encoder: encoder)
    for (index, entry) in configuration.stages.enumerated() {
      let built = builder.stage(entry.plugin, entry.run, at: "stages[\(index)]", &issues)
      if let built {
        versions[built.name] = built.version
        stages.append(PipelineStage(name: built.name, mode: entry.mode, stage: built.product))
      }
    }
    for (id, entry) in configuration.connectors {
      let built = builder.connector(entry.plugin, entry.run, id: id, &issues)
      if let built {
        versions[built.name] = built.version
        connectors.append(
          ConnectorUnit(
            id: id, mode: entry.mode, pollEvery: entry.pollEvery, connector: built.product))
      }
    }
    for (id, entry) in configuration.notifiers {
      let built = builder.notifier(entry.plugin, entry.run, id: id, &issues)
      if let built {
        versions[built.name] = built.version
        notifiers[id] = built.product
      }
    }
    external = builder.declarations
    if configuration.encoder?.use == .required {
      _ = encoder.encoder()
      if case .failed(let failure) = encoder.state {
        issues.append(
          configuration.encoder?.place?.issue("\(failure)")
            ?? .at(source.display(file), "encoder", "\(failure)"))
      }
    }
  }

  /// A text that the guide refuses would be found out in the incident.
  private func checkStatements(_ issues: inout [SettingsIssue]) {
    for (_, procedure) in procedures.sorted(by: { $0.key < $1.key }) {
      for step in procedure.steps {
        check(step.action.words(of: brand), at: step.place, &issues)
      }
    }
    check(bursts.surge.words(of: brand), at: bursts.surge.place, &issues)
  }

  private func check(
    _ texts: [StepAction.Words], at place: SettingsPlace?, _ issues: inout [SettingsIssue]
  ) {
    let review = TextReview(guide, connectors: connectors)
    for unit in connectors where unit.mode != .off {
      for words in texts {
        do {
          _ = try review.words(of: words.statement(on: unit.id))
        } catch {
          if let place {
            issues.append(place.issue("\(words.language), on \(unit.id): \(error)"))
          }
        }
      }
    }
  }

  /// `annotate` has no daemon around it: what it refers to may be missing.
  private func checkReferences(
    _ configuration: DaemonConfiguration, forDaemon: Bool, _ source: any SettingsSource,
    _ issues: inout [SettingsIssue]
  ) {
    if let document = configuration.document {
      let references = NamedReferences(DaemonConfiguration.describe(), in: document, source)
      issues += references.issues(
        in: forDaemon ? FieldDescription.Section.allCases : [.notifiers])
    }
    if forDaemon, configuration.teams.isEmpty, configuration.document?.isObject == true {
      issues.append(
        .at(
          source.display(file), "teams",
          "at least one team is required: what the machine cannot answer goes to people"))
    }
  }
}

extension SettingsIssue {
  /// An issue that involves several places of the file.
  static func at(_ file: String, _ path: String, _ message: String) -> SettingsIssue {
    SettingsIssue(file: file, position: .init(line: 1, column: 1), path: path, message: message)
  }
}

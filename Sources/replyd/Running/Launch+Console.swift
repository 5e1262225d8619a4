import Console
import Engine
import Foundation
import PluginKit
import ServiceLifecycle
import Storage

/// The console, at each address that the config gives it.
extension Launch {
  func consoles(
    _ daemon: Daemon, _ store: SQLiteStore, _ telemetry: Telemetry, _ monitor: HealthMonitor,
    _ time: SystemTime, _ onListening: @escaping @Sendable () -> Void
  ) throws -> [ConsoleServer] {
    guard let settings = running.assembly.console, let address = settings.listen else { return [] }
    let running = running
    let survey = HealthSurvey(
      running: running, refusal: refusal, store: store, vitals: telemetry.vitals,
      monitor: monitor, startedAt: time.now, time: time)
    let console = try ConsoleApp(
      desk: desk(daemon, store, monitor, time), store: store,
      access: AccessDesk(store: store, time: time, settings: settings.sessions),
      token: try OperatorToken.obtain(settings, store: running.assembly.storePath), live: live,
      health: healthPages(store, telemetry, monitor, time),
      facts: { ConsoleFacts(running.assembly) }, state: { try await survey.view() }, time: time,
      logger: logger)
    var servers = [
      ConsoleServer(loopback: address, console, logger: logger, onListening: onListening)
    ]
    if let everybody = settings.everybody,
      let server = ConsoleServer(
        everybody: everybody, console, logger: logger, onListening: onListening)
    {
      servers.append(server)
    }
    return servers
  }
}

extension ConsoleFacts {
  /// Of the config in force.
  init(_ assembly: Assembly) {
    self.init(
      brand: assembly.brand.name, zone: assembly.brand.timeZone,
      teams: assembly.teams.byName.keys.sorted(),
      people: assembly.teams.people.map { Person(id: $0.key, name: $0.value.name) }
        .sorted { $0.name < $1.name },
      connectors: Dictionary(
        assembly.connectors.map { ($0.id, $0.connector.traits) },
        uniquingKeysWith: { first, _ in first }),
      procedures: assembly.procedures.keys.sorted())
  }
}

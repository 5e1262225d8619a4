import Console
import Engine
import Foundation
import PluginKit
import Storage

/// Links in notifications.
extension Launch {
  /// The pages behind them; nil where the config has no `links`.
  func linkPages(
    _ daemon: Daemon, _ store: SQLiteStore, _ monitor: HealthMonitor, _ time: SystemTime,
    _ onListening: @escaping @Sendable () -> Void
  ) throws -> LinkPages? {
    guard let settings = running.assembly.links, let address = settings.listen,
      let signer = try linkSigner()
    else { return nil }
    let running = running
    return LinkPages(
      address: address, settings: settings, signer: signer,
      desk: OperatorHandoffDesk(desk: desk(daemon, store, monitor, time), store: store, time: time),
      store: store,
      people: LinkPeople(
        name: { running.assembly.teams.people[$0]?.name },
        members: { team in
          let teams = running.assembly.teams
          return teams.members(of: team).map { .init(id: $0.id, name: $0.name) }
        }),
      zone: { running.assembly.brand.timeZone }, mask: { running.assembly.masks.masked($0) },
      time: time,
      logger: logger, onListening: onListening)
  }

  /// Makes the links; nil where the config has no `links`.
  func linkSigner() throws -> LinkSigner? {
    guard let settings = running.assembly.links else { return nil }
    return LinkSigner(
      key: try LinkKey.obtain(store: running.assembly.storePath), settings: settings)
  }
}

import PluginKit

/// Serves one connector id: its instances one after the other, never two at once. What an old one
/// is still doing ends first, so no two polls race for a cursor and no conversation has two posts.
struct ConnectorLoop: Sendable {
  let id: String
  let parts: EngineParts

  func run() async {
    while let unit = parts.current.next(id), !parts.lifetime.isStopping, !Task.isCancelled {
      parts.lifetime.polls(id)
      await withDiscardingTaskGroup { group in
        let dispatcher = Dispatcher(unit: unit, parts: parts)
        group.addTask { await dispatcher.run() }
        // In this task, so that the first poll begins before the worker looks at the inbox: what
        // came during a downtime is gathered with what waits.
        await Intake(unit: unit, parts: parts).run()
      }
    }
    parts.lifetime.ended(id)
  }
}

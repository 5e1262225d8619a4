/// Its page.
extension HealthView: PageView {
  static let template = "health"
  /// Of each list.
  static let limit = 200

  var title: String { "Health" }
  var place: NavPlace? { .health }

  func slots(_ frame: PageFrame) -> Slots {
    var slots: Slots = [
      "lead": alarms.isEmpty && refused == nil ? "All is well" : "Somebody should look",
      "hasAlarms": !alarms.isEmpty,
      "alarms": alarms.prefix(Self.limit).map { alarm -> Slots in
        [
          "alarm": alarm.name, "alarmText": Cut.text(alarm.text, 400),
          "alarmSince": alarm.since.map { "since \(frame.clock.moment($0))" } ?? "",
        ]
      },
      "connectors": connectors.prefix(Self.limit).map { connector($0, frame) },
      "plugins": plugins.prefix(Self.limit).map { plugin -> Slots in
        [
          "pluginName": plugin.name, "pluginKind": plugin.kind,
          "pluginState": Cut.line(plugin.state, 200), "lampTone": Self.tone(plugin.lamp),
        ]
      },
      "facts": facts.map { ["factName": $0.name, "factValue": $0.value] },
      "hasChanges": !changes.isEmpty, "changes": changes.prefix(Self.limit).map(Self.change),
    ]
    if let refused {
      slots["refused"] = [
        "refusedWhen": frame.clock.moment(refused.at),
        "problems": refused.problems.prefix(Self.limit).map { Cut.text($0, 600) },
      ]
    }
    return slots
  }

  private func connector(_ connector: Connector, _ frame: PageFrame) -> Slots {
    var slots: Slots = [
      "connectorName": connector.id, "plugin": connector.plugin, "mode": connector.mode,
      "modeTone": connector.mode == "auto" ? "good" : connector.mode == "draft" ? "warn" : "",
      "lamp": connector.lamp.rawValue, "lampTone": Self.tone(connector.lamp),
      "queued": "\(connector.queued)", "budget": connector.budget ?? "not counted",
    ]
    if let at = connector.lastPollAt {
      slots["poll"] = ["iso": PageFrame.iso(at), "ago": frame.ago(at)]
    }
    if let error = connector.lastError {
      slots["trouble"] = [
        "troubleText": Cut.text(error, 300),
        "troubleWhen": connector.lastErrorAt.map(frame.ago) ?? "",
      ]
    }
    return slots
  }

  private static func tone(_ lamp: Lamp) -> String {
    switch lamp {
    case .well: ""
    case .waiting: "warn"
    case .failing: "bad"
    case .off: "off"
    }
  }

  private static func change(_ change: Change) -> Slots {
    var slots: Slots = ["changePath": change.path, "changeKind": change.kind]
    if let old = change.old { slots["old"] = Cut.text(old, 600) }
    if let new = change.new { slots["new"] = Cut.text(new, 600) }
    return slots
  }
}

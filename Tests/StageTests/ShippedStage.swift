import Foundation
import PluginKit
import PluginTesting

/// Stages built as their folders ship them.
enum ShippedStage {
  static func folder(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Plugins/Stages")
      .appending(path: name).standardizedFileURL
  }

  /// The plugin with the settings of its `sample.json`.
  static func sample(_ plugin: StagePlugin, _ name: String) throws -> any Stage {
    let folder = folder(name)
    let settings = try String(contentsOf: folder.appending(path: "sample.json"), encoding: .utf8)
    return try plugin.make(settings: settings, in: folder)
  }
}

extension Finding {
  static func intent(
    _ label: String, wantsReply: Double = 0.5, complaintSeverity: Double = 0
  ) -> Finding {
    Finding(
      name: "intent",
      value: [
        "label": .string(label), "wantsReply": .number(wantsReply),
        "complaintSeverity": .number(complaintSeverity),
      ])
  }

  static func sentiment(_ label: String) -> Finding {
    Finding(name: "sentiment", value: ["label": .string(label)])
  }

  static func crisis(_ severity: Double) -> Finding {
    Finding(name: "crisis", value: ["severity": .number(severity)])
  }
}

extension Opinion {
  var answer: Reply.Draft? {
    for case .answer(let draft) in proposals { return draft }
    return nil
  }
  var acknowledgement: Reply.Draft? {
    for case .acknowledge(let draft) in proposals { return draft }
    return nil
  }
  var handoff: HandoffRequest? {
    for case .handoff(let request) in proposals { return request }
    return nil
  }
  var ignoreReason: String? {
    for case .ignore(let reason) in proposals { return reason }
    return nil
  }
  var holdReason: String? {
    for case .hold(let reason) in proposals { return reason }
    return nil
  }
}

import PluginKit

/// How much of a message goes into the log.
struct LogSettings: Settings {
  let maxText: Int

  init(_ f: inout Fields) {
    maxText = f.integer(
      "maxText", default: 280, in: 0...10_000, unit: "characters",
      help: "how much of the customer's text is logged; 0 logs none of it")
  }
}

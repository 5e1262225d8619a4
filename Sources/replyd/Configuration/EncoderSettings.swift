import PluginKit

/// Which sentence encoder stages may ask for.
struct EncoderSettings: Settings {
  enum Use: String, CaseIterable, Sendable {
    /// If there is one; else stages do without, and `replyd check` and the log say why.
    case auto
    case never
    /// Without one nothing starts.
    case required
  }

  let use: Use
  let folder: String?
  let threads: Int
  let place: SettingsPlace?

  init(_ f: inout Fields) {
    use = f.choice(
      "use", default: .auto,
      help: "if there is one, never, or required: nothing starts without it")
    folder = f.optionalPath(
      "folder",
      help: "where `make models` put it; without: $REPLYD_MODELS, then share/replyd/models")
    threads = f.integer(
      "threads", default: 1, in: 1...64, help: "that it may use for one batch of texts")
    place = f.place(of: "use")
  }
}

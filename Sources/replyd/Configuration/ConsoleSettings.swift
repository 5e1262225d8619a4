import Console
import PluginKit

/// Where the console is reached: by this machine, and, with `public`, by others.
struct ConsoleSettings: Settings {
  let listen: ListenAddress?
  let token: Secret?
  let sessions: AccessSettings
  let everybody: PublicSettings?

  init(_ f: inout Fields) {
    let text = f.string(
      "listen", default: "127.0.0.1:8080",
      help: "loopback address and port of the console, its API and the metrics")
    f.require("listen", "expected a loopback address such as \"127.0.0.1:8080\"") {
      ListenAddress(text) != nil
    }
    token = f.optionalSecret(
      "token", help: "the operator's token; without: made and kept beside the store")
    sessions = f.object(
      "sessions", as: AccessSettings.self, help: "how long people stay signed in")
    everybody = f.optionalObject(
      "public", as: PublicSettings.self,
      help: "the console for other machines; without: for this one alone")
    let own = ListenAddress(text)
    listen = own
    let other = everybody?.listen
    f.require("public", "its \"listen\" must not be the address of \"listen\"") {
      guard let own, let other else { return true }
      return !own.overlaps(other)
    }
  }

  /// For the demo, whose config may have none.
  init(listen: ListenAddress?) {
    self.listen = listen
    token = nil
    sessions = AccessSettings()
    everybody = nil
  }
}

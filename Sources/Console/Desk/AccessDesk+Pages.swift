import Engine
import PluginKit

/// What pages ask beside.
extension AccessDesk {
  /// How long a browser keeps its cookie; the session may be over before.
  var sessionSeconds: Int { Int(settings.absolute.seconds) }

  func hasTOTP(_ name: String) async throws -> Bool {
    try await store.user(named: name)?.hasTOTP ?? false
  }
}

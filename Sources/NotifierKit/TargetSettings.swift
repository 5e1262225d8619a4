public import PluginKit
public import Transport

/// The settings that every target reached by HTTP has. Read them beside its own.
public struct TargetSettings: Sendable {
  public let timeout: Duration
  public let allowPrivateTargets: Bool

  public init(_ f: inout Fields) {
    timeout = f.duration(
      "timeout", default: .seconds(15), in: .seconds(1) ... .minutes(5),
      help: "the longest wait for the target's answer")
    allowPrivateTargets = f.flag(
      "allowPrivateTargets", default: false,
      help: "allow an address inside your own network or on this machine")
  }

  /// - Parameter maxAnswerBytes: a longer answer is a failure to be repeated.
  public func client(maxAnswerBytes: Int = 1 << 20) -> HTTPClient {
    var configuration = HTTPClient.Configuration()
    configuration.allowPrivateTargets = allowPrivateTargets
    configuration.maxBodyBytes = maxAnswerBytes
    configuration.timeouts = HTTPTimeouts(
      connect: min(timeout, .seconds(10)), total: timeout, stall: timeout)
    return HTTPClient(configuration: configuration)
  }

  /// - Throws: when a secret is no address; its words do not show it. http is for private targets.
  public func check(address: Secret, field: String) throws(PluginFailure) {
    guard isAddress(address.reveal()) else {
      throw PluginFailure(
        "the secret is not of the form https://host[:port]/path; correct what it refers to",
        field: field)
    }
  }

  /// The server's address without a slash at its end.
  ///
  /// - Throws: when it is none.
  public func server(_ text: String, field: String) throws(PluginFailure) -> String {
    var server = text[...]
    while server.hasSuffix("/") { server.removeLast() }
    guard isAddress(String(server)), !server.contains("?"), !server.contains("#") else {
      throw PluginFailure("expected an address like https://host[:port]", field: field)
    }
    return String(server)
  }

  private func isAddress(_ url: String) -> Bool {
    guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let origin = Origin(url) else {
      return false
    }
    return origin.scheme == "https" || allowPrivateTargets
  }
}

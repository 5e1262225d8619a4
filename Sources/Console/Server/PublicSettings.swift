import Foundation
public import PluginKit

/// Where people reach the console from other machines: over TLS of its own, or behind a proxy that
/// the config names. Without this section only the machine itself reaches it.
public struct PublicSettings: Settings {
  /// Without a slash at its end; always https.
  public let url: String
  /// nil only in a config with errors.
  public let listen: ListenAddress?
  public let tls: TLSFiles?
  /// Addresses of proxies that may connect, and whose word on the client's address counts.
  public let proxies: [String]

  public init(_ f: inout Fields) {
    let address = f.string(
      "url", form: Self.form, help: "what people type, \"https://desk.example\"")
    let text = f.string(
      "listen",
      form: TextForm("an address and a port such as \"0.0.0.0:8443\"") {
        ListenAddress.anywhere($0) != nil
      }, help: "address and port for everybody else's browsers")
    tls = f.optionalObject(
      "tls", as: TLSFiles.self, help: "certificate and key, where replyd itself speaks TLS")
    proxies = f.strings(
      "proxy", default: [],
      help: "addresses of the proxies that speak TLS in front of it, \"127.0.0.1\": nobody "
        + "else may connect")
    url = address.hasSuffix("/") ? String(address.dropLast()) : address
    listen = ListenAddress.anywhere(text)
    let (hasTLS, proxies) = (tls != nil, proxies)
    f.require("tls", always: true, "people's passwords need \"tls\", or the \"proxy\" that has it")
    {
      hasTLS || !proxies.isEmpty
    }
    f.require("proxy", "either \"tls\" or \"proxy\", not both") { !hasTLS || proxies.isEmpty }
    f.require("proxy", "expected IP addresses such as \"127.0.0.1\" or \"10.0.0.7\"") {
      proxies.allSatisfy(ClientAddress.isAddress)
    }
  }

  /// For code that has no config.
  public init(url: String, listen: ListenAddress?, tls: TLSFiles? = nil, proxies: [String] = []) {
    self.url = url
    self.listen = listen
    self.tls = tls
    self.proxies = proxies
  }

  /// `desk.example`, or with a port.
  var authority: String { String(url.dropFirst("https://".count)).lowercased() }

  private static let form = TextForm(
    "an address such as \"https://desk.example\", without a path",
    pattern: "^https://[A-Za-z0-9.\\-]+(:[0-9]+)?/?$"
  ) { text in
    guard text.utf8.count <= 200, text.hasPrefix("https://") else { return false }
    let rest = text.dropFirst("https://".count)
    let host = rest.hasSuffix("/") ? rest.dropLast() : rest
    let parts = host.split(separator: ":", omittingEmptySubsequences: false)
    let isName = parts[0].utf8.allSatisfy { byte in
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }
    return !parts[0].isEmpty && isName
      && (parts.count == 1 || parts.count == 2 && (1...65535).contains(Int(parts[1]) ?? 0))
  }
}

/// A certificate with its chain, and its key, both in PEM.
public struct TLSFiles: Settings {
  public let certificate: String
  public let key: String

  public init(_ f: inout Fields) {
    certificate = f.path("certificate", help: "PEM file of the certificate, then its chain")
    key = f.path("key", help: "PEM file of its key, which only replyd's user should read")
  }
}

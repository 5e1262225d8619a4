public import PluginKit

/// Where links in notifications lead, and how long they act.
public struct LinkSettings: Settings {
  /// Without a slash at its end.
  public let url: String
  /// nil only in a config with errors.
  public let listen: ListenAddress?
  public let validFor: Duration

  public init(_ f: inout Fields) {
    let address = f.string(
      "url", form: Self.base,
      help: "public address of the pages, https, as your reverse proxy maps it to `listen`")
    let text = f.string(
      "listen", default: "127.0.0.1:8081",
      form: TextForm("an address and a port such as \"127.0.0.1:8081\"") {
        ListenAddress.anywhere($0) != nil
      }, help: "address and port that serve these pages and nothing else")
    validFor = f.duration(
      "validFor", default: .hours(72), in: .minutes(1) ... .hours(24 * 31),
      help: "how long a link acts, from the notification on")
    url = Self.withoutSlash(address)
    listen = ListenAddress.anywhere(text)
  }

  /// For code that has no config.
  public init(url: String, listen: ListenAddress?, validFor: Duration = .hours(72)) {
    self.url = Self.withoutSlash(url)
    self.listen = listen
    self.validFor = validFor
  }

  /// What browsers send as `Origin` from these pages.
  var origin: String {
    let steps = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    guard steps.count >= 3 else { return url }
    let standard = steps[0] == "https:" ? ":443" : ":80"
    let host = steps[2].lowercased()
    return "\(steps[0])//\(host.hasSuffix(standard) ? String(host.dropLast(standard.count)) : host)"
  }

  /// Where `url` leads, when that is an address with a port on this machine.
  public var loopback: ListenAddress? {
    let steps = url.split(separator: "/", omittingEmptySubsequences: false)
    guard steps.count >= 3 else { return nil }
    return ListenAddress(String(steps[2]))
  }

  private static func withoutSlash(_ text: String) -> String {
    text.hasSuffix("/") ? String(text.dropLast()) : text
  }

  private static let base = TextForm(
    "an address such as \"https://desk.example/replyd\", https unless it is on this machine",
    pattern: "^https?://[A-Za-z0-9.\\-]+(:[0-9]+)?(/[A-Za-z0-9._~\\-]+)*/?$"
  ) { text in
    let steps = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    guard text.utf8.count <= 200, steps.count >= 3, steps[1].isEmpty, isHost(steps[2]) else {
      return false
    }
    let path = steps.dropFirst(3).first?.split(separator: "/", omittingEmptySubsequences: false)
    guard (path ?? []).dropLast().allSatisfy({ !$0.isEmpty }),
      (path ?? []).allSatisfy({ !["..", "."].contains($0) && $0.utf8.allSatisfy(isPlain) })
    else { return false }
    let host = steps[2].split(separator: ":").first ?? ""
    return steps[0] == "https:"
      || steps[0] == "http:" && ["localhost", "127.0.0.1"].contains(host)
  }

  private static func isHost(_ text: Substring) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard let name = parts.first, !name.isEmpty, parts.count <= 2 else { return false }
    let isName = name.utf8.allSatisfy { isPlain($0) && $0 != UInt8(ascii: "_") && $0 != 0x7E }
    return isName && (parts.count == 1 || (1...65535).contains(Int(parts[1]) ?? 0))
  }

  /// Letters, digits and `-._~`, in ASCII.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}

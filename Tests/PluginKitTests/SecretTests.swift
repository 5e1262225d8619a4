import PluginKit
import Testing

private struct Keyed: Settings {
  let token: Secret
  init(_ f: inout Fields) { token = f.secret("token", help: "for the server") }
}

@Suite struct SecretTests {
  private let source = SourceInMemory(
    variables: ["SHOP_TOKEN": "hunter2"], secrets: ["/c/secrets/t": "hunter3"])

  @Test(arguments: [
    (#"{"env": "SHOP_TOKEN"}"#, "hunter2"), (#"{"file": "secrets/t"}"#, "hunter3"),
  ])
  func aSecretComesFromElsewhere(_ reference: String, _ value: String) throws {
    let (settings, issues) = try Keyed.read("{\"token\": \(reference)}", source)
    #expect(issues == [])
    #expect(settings.token.reveal() == value)
  }

  @Test(arguments: [
    (#""hunter9-in-line""#, "a secret never stands in the config"),
    (#"{"env": 1}"#, "a secret never stands in the config"),
    (#"{"env": "A", "file": "b"}"#, "a secret never stands in the config"),
    (#"{"value": "hunter9"}"#, "unknown key \"value\""),
    (#"{"env": "hunter9"}"#, "a variable of that name is not set"),
    (#"{"env": "HUNTER9ABCDEFGHIJK"}"#, "a variable of that name is not set"),
    (#"{"env": "OTHER_TOKEN"}"#, "the environment variable OTHER_TOKEN is not set"),
    (#"{"file": "secrets/u"}"#, "cannot read the secret file: there is no such file"),
  ])
  func aSecretNeverReachesAnError(_ reference: String, _ message: String) throws {
    let (_, issues) = try Keyed.read("{\"token\": \(reference)}", source)
    #expect(issues.count == 1 && issues[0].contains(message), "\(issues)")
    #expect(!issues[0].lowercased().contains("hunter"))
  }

  @Test func aSecretPrintsNothing() {
    let secret = Secret("hunter2")
    var dumped = ""
    dump(secret, to: &dumped)
    for text in ["\(secret)", String(reflecting: secret), String(describing: [secret]), dumped] {
      #expect(!text.contains("hunter2"))
    }
  }
}

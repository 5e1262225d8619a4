import Foundation
import Testing

@testable import Console

/// What requests are made of, as strangers send it.
struct RequestPartsTests {
  @Test func aFormKeepsOrderAndNamesThatComeTwice() throws {
    let form = try #require(Form(Array("ids=3&ids=4&text=a+b%0D%0Ac%26d&empty=&bare".utf8)))
    #expect(form.all("ids") == ["3", "4"])
    #expect(form["text"] == "a b\nc&d")
    #expect(form["empty"] == nil && form["bare"] == nil && form["nothing"] == nil)
  }

  @Test(arguments: ["a=%FF", "a=%zz", "a=%00", "%00=b", String(repeating: "a=1&", count: 201)])
  func whatIsNoFormIsNone(_ body: String) {
    #expect(Form(Array(body.utf8)) == nil)
  }

  @Test(arguments: [
    ("203.0.113.9", "", "203.0.113.9"),
    // Nobody's word counts where no proxy is named.
    ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
  ])
  func withoutAProxyThePeerIsTheClient(_ peer: String, _ forwarded: String, _ client: String) {
    #expect(ClientAddress.of(peer: peer, forwarded: [forwarded], proxies: []) == client)
  }

  @Test(arguments: [
    (["198.51.100.1"], "198.51.100.1"), ([], "127.0.0.1"), (["nonsense"], "127.0.0.1"),
    // What the client wrote itself stands first, and is hearsay.
    (["6.6.6.6, 198.51.100.1"], "198.51.100.1"), (["6.6.6.6", "198.51.100.1"], "198.51.100.1"),
    (["198.51.100.1, 10.0.0.2"], "198.51.100.1"), (["2001:db8::1"], "2001:db8::1"),
  ])
  func theLastStrangerBeforeTheProxiesIsTheClient(_ forwarded: [String], _ client: String) {
    let proxies = ["127.0.0.1", "10.0.0.2"]
    #expect(ClientAddress.of(peer: "127.0.0.1", forwarded: forwarded, proxies: proxies) == client)
  }

  @Test func aStrangerMayNotComeWhereAProxyIsNamed() {
    let proxies = ["10.0.0.2"]
    #expect(ClientAddress.of(peer: "10.0.0.3", forwarded: ["10.0.0.2"], proxies: proxies) == nil)
  }
}

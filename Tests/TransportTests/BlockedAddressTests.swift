import Foundation
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(2)))
struct BlockedAddressTests {
  static let notPublic = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255",
    "127.0.0.1", "127.255.255.254", "169.254.0.1", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255",
    "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.255",
    "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "64:ff9b::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:10::1",
    "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "3fff::1", "fc00::1", "fd12:3456::1",
    "fe80::1", "febf::1", "fec0::1", "ff02::1", "4000::1", "5f00::1",
  ]

  static let isPublic = [
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1",
    "126.255.255.255", "128.0.0.1", "169.253.255.255", "169.255.0.1", "172.15.255.255",
    "172.32.0.1", "192.0.1.1", "192.167.255.255", "192.169.0.1", "198.17.255.255", "198.20.0.1",
    "223.255.255.255",
    "2606:4700:4700::1111", "2a00:1450:4001::1", "2001:4860:4860::8888", "2001:200::1",
    "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1", "3ffe::1",
  ]

  private func address(_ text: String) throws -> TargetAddress {
    let isIPv6 = text.contains(":")
    var bytes = [UInt8](repeating: 0, count: isIPv6 ? 16 : 4)
    try #require(inet_pton(isIPv6 ? AF_INET6 : AF_INET, text, &bytes) == 1)
    return try #require(TargetAddress(bytes))
  }

  @Test(arguments: notPublic)
  func anInternalAddressIsNotPublic(text: String) throws {
    #expect(try !address(text).isPublic)
  }

  @Test(arguments: isPublic)
  func aPublicAddressIsPublic(text: String) throws {
    #expect(try address(text).isPublic)
  }

  @Test(arguments: [0, 3, 5, 17])
  func bytesThatAreNoIPAddressAreNotUnderstood(count: Int) {
    #expect(TargetAddress([UInt8](repeating: 8, count: count)) == nil)
  }

  @Test(arguments: [
    "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433",
  ])
  func aPrivateTargetIsBlockedAfterResolution(host: String) async throws {
    let server = try LoopbackServer.answering(LoopbackServer.response("secret"))
    defer { server.stop() }
    let client = HTTPClient.make { $0.allowPrivateTargets = false }
    let url = "http://\(host):\(server.port)/"
    let failure = try await client.failure(of: HTTPRequest(.post, url, body: Data("a")))
    #expect(failure.kind == .blockedAddress)
    #expect(failure.written == .never)
    #expect(server.accepted == 0)
  }

  @Test func blockingIsOnByDefault() {
    #expect(!HTTPClient.Configuration().allowPrivateTargets)
  }
}

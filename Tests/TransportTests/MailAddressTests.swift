import Testing

@testable import Transport

@Suite struct MailAddressTests {
  @Test(arguments: [
    "a@b", "help@brand.test", "first.last+tag@sub.brand-shop.test", "o'neil=x@xn--bcher-kva.test",
    "{#$%&*/?^_`|~}@1.test",
  ])
  func anAddressIsTaken(text: String) throws {
    let address = try #require(MailAddress(text))
    #expect(address.text == text)
    #expect(text.hasSuffix("@\(address.domain)"))
  }

  @Test(arguments: [
    "", "@", "a", "a@", "@b", "a@b@c", "a b@c", " a@b", "a@b ", "a@b\r\nRCPT TO:<x@y>", "a\r@b",
    "a@b\n", "a\0@b", "a@b\0", "ä@b", "a@bücher.test", "<a@b>", "a@b>", "a@b> SIZE=1", "\"a\"@b",
    "a,b@c", "A <a@b>", "a(x)@b", ".a@b", "a.@b", "a..b@c", "a@.b", "a@b.", "a@b..c", "a@-b",
    "a@b-", "a@[127.0.0.1]", "a@b_c", "a\u{7F}@b", "a@b\u{2028}",
    String(repeating: "a", count: 65) + "@b", "a@" + String(repeating: "b", count: 64),
    "a@" + Array(repeating: String(repeating: "b", count: 50), count: 6).joined(separator: "."),
  ])
  func whatCouldLeaveACommandIsNoAddress(text: String) {
    #expect(MailAddress(text) == nil)
  }
}

@Suite struct SMTPServerTests {
  @Test(arguments: [
    ("smtp://mail.brand.test", "smtp://mail.brand.test:587"),
    ("SMTPS://Mail.Brand.test", "smtps://mail.brand.test:465"),
    ("smtp://127.0.0.1:2525", "smtp://127.0.0.1:2525"), ("smtps://[::1]:1", "smtps://[::1]:1"),
  ])
  func aServerIsSchemeHostAndPort(url: String, shown: String) throws {
    #expect(try #require(SMTPServer(url)).description == shown)
  }

  @Test(arguments: [
    "", "mail.brand.test", "smtp://", "smtp://a:0", "smtp://a:x", "smtp://user:pw@a",
    "smtp://a/path", "smtp://a?x", "http://a", "smtp://a b", "smtp://a\r\nb", "smtp://ä",
  ])
  func anythingElseIsNoServer(url: String) { #expect(SMTPServer(url) == nil) }
}

@Suite struct MailLoginTests {
  @Test func itShowsNothingOfItself() throws {
    let login = try #require(MailLogin(user: "ana", password: "pw-1"))
    var dumped = ""
    dump(login, to: &dumped)
    #expect(!"\(login) \(String(reflecting: login)) \(dumped)".contains("pw-1"))
    #expect(login.hidden(in: "no ana with pw-1") == "no *** with ***")
  }

  @Test(arguments: [("", "pw"), ("ana", ""), ("a\0na", "pw"), ("ana", "p\0w")])
  func whatLibcurlWouldCutIsNoLogin(user: String, password: String) {
    #expect(MailLogin(user: user, password: password) == nil)
  }
}

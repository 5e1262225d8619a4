import Guide
import PluginKit
import PluginTesting
import Testing

@Suite struct LinkTests {
  @Test(arguments: [
    "https://shop.example", "See https://shop.example/a?b=c#d.", "(https://www.shop.example/x)",
    "HTTPS://SHOP.EXAMPLE./x", "shop.example/returns", "Go to www.shop.example!",
    "https://shop.example:443/x", "shop.example:8443/x", "https://eu.help.example/a.html",
    "https://a.b.help.example", "mail care@shop.example", "https://bücher.example/",
    "https://shop.example/@ana/1, thanks", "shop.example.", "[https://shop.example]",
    "https://shop.example/?u=https://shop.example/x", "https://shop．example/x",
  ])
  func aLinkToTheBrandPasses(_ text: String) throws {
    #expect(refusal(text, by: try bareGuide()) == nil)
  }

  @Test(arguments: [
    ("https://evil.example", "evil.example"), ("see http://evil.example/shop.example", "evil."),
    ("https://shop.example.evil.example", "shop.example.evil.example"),
    ("https://notshop.example", "notshop.example"), ("https://help.example", "help.example"),
    ("https://shop.example@evil.example", "shop.example@evil.example"),
    ("https://shop.example:x@evil.example/", "shop.example:x@evil.example"),
    ("https://shop.example\\@evil.example", "shop.example\\\\@evil.example"),
    ("https://user@shop.example", "user@shop.example"),
    ("evil.example/x", "evil.example"), ("Evil.Example", "evil.example"),
    ("visit evil.com.", "evil.com"), ("thanks.It works", "thanks.it"), ("www.evil", "www.evil"),
    ("a,evil.com", "evil.com"), ("x:evil.com", "evil.com"), ("//evil.com", "evil.com"),
    ("https://xn--bcher-kva.example", "xn--bcher-kva.example"), ("xn--e1awd7f.xn--p1ai", "xn--"),
    ("https://shоp.example", "sh\u{43E}p.example"), ("https://evil。example", "evil.example"),
    ("https://ev\u{200B}il.example", "evil.example"), ("ｅｖｉｌ．ｃｏｍ", "evil.com"),
    ("https://192.168.0.1/x", "192.168.0.1"), ("https://[::1]/x", "::1"),
    ("ftp://shop.example", "ftp://"), ("javascript://shop.example/%0aalert(1)", "javascript://"),
    ("mail me@evil.example", "evil.example"), ("mailto:a.b@evil.com", "evil.com"),
    ("shop.example:x@evil.example", "evil.example"), ("https://%65vil.example", "%65vil"),
    ("https://shop.example/x;evil.com", "evil.com"), ("https:///evil.com", "link to a host"),
  ])
  func aLinkElsewhereIsRefused(_ text: String, _ named: String) throws {
    let reason = refusal(text, by: try bareGuide()) ?? "no refusal"
    #expect(reason.contains("link "), "\(reason)")
    #expect(reason.contains(named.replacing("\\\\", with: "\\")), "\(reason)")
  }

  @Test func withoutAGuideNoLinkGoesOut() throws {
    #expect(refusal("https://shop.example", by: try BrandGuide())?.contains("link to") == true)
  }

  @Test(arguments: ["a@", "@a", "a.", "http://", "{", "a://b@", "[A", ".com"])
  func hostileTextOfAnyShapeIsVetted(_ piece: String) throws {
    let text = String(String(repeating: piece, count: 16_000 / piece.utf8.count))
    let verdict = try bareGuide().vet(.make(text), limits: .make(maxLength: 100_000))
    #expect(verdict != .rewrite(text))
  }
}

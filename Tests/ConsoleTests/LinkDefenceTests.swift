import Engine
import Foundation
import PluginKit
import PluginTesting
import Storage
import TestSupport
import Testing
import Transport

@testable import Console

/// What strangers may try at the pages of links.
@Suite struct LinkDefenceTests {
  @Test func eachMistakeHasItsStatus() async throws {
    try await LinksUnderTest.serve { links in
      let url = try links.links().take
      let forged = url.dropLast() + (url.hasSuffix("A") ? "B" : "A")
      let base = links.settings.url
      #expect(try await links.get(base).status == 404)
      #expect(try await links.get("\(base)/favicon.ico").status == 404)
      #expect(try await links.get("\(base)/../../etc/passwd").status == 404)
      #expect([403, 404].contains(try await links.get(String(forged)).status))
      let wrong = "\(base)/\(String(repeating: "A", count: 92))"
      #expect(try await links.get(wrong).status == 403)
      #expect(try await links.post(wrong).status == 403)
      for method in [HTTPMethod.put, .patch, .delete] {
        let answer = try await links.send(HTTPRequest(method, url))
        #expect(answer.status == 405 && answer.headers["Allow"] == "GET, HEAD, POST")
      }
      let large = "name=" + String(repeating: "x", count: 5000)
      #expect(try await links.post(url, large).status == 413)
      for form in ["name", "name=%ff", "name=%zz", "for=9y&name=Ana", "a=b", "&&&name=A&=&"] {
        #expect(try await links.post(url, form).status == 400, "\(form)")
      }
      links.time.advance(by: .hours(73))
      #expect(try await links.get(url).status == 410)
      #expect(try await links.post(url).status == 410)
      #expect(try await links.handoff()?.takenBy == nil)
    }
  }

  @Test func largeBodiesWithoutALengthAndLargeHeadersAreRefused() async throws {
    try await LinksUnderTest.serve { links in
      let path = try links.links().take.dropFirst("http://127.0.0.1:\(links.port)".count)
      let head = "POST \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
      let chunk = "1000\r\n" + String(repeating: "a", count: 0x1000) + "\r\n"
      let chunked = head + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "0\r\n\r\n"
      #expect(try await RawExchange.send(chunked, to: links.port).hasPrefix("HTTP/1.1 413"))
      let long = head + "X: " + String(repeating: "a", count: 20_000) + "\r\n\r\n"
      let answer = try await RawExchange.send(long, to: links.port)
      #expect(!answer.hasPrefix("HTTP/1.1 200"), "\(answer.prefix(60))")
      #expect(try await links.handoff()?.takenBy == nil)
    }
  }

  @Test func everyAnswerHasTheStrictHeaders() async throws {
    try await LinksUnderTest.serve { links in
      let url = try links.links().take
      let answers = [
        try await links.get(url), try await links.send(HTTPRequest(.head, url)),
        try await links.get("\(url)x"), try await links.send(HTTPRequest(.delete, url)),
        try await links.post(url, "x"), try await links.post(url), try await links.get(url),
        try await links.get(links.settings.url),
      ]
      for answer in answers {
        let policy = answer.headers["Content-Security-Policy"] ?? ""
        #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
        #expect(policy.contains("form-action 'self'; frame-ancestors 'none'; base-uri 'none'"))
        #expect(!policy.contains("unsafe") && !policy.contains("script-src"))
        #expect(answer.headers["Referrer-Policy"] == "no-referrer")
        #expect(answer.headers["X-Robots-Tag"]?.contains("noindex") == true)
        #expect(answer.headers["Cache-Control"] == "no-store")
        #expect(answer.headers["X-Content-Type-Options"] == "nosniff")
        #expect(answer.headers["X-Frame-Options"] == "DENY")
        #expect(answer.headers["Content-Type"] == "text/html; charset=utf-8")
        #expect(answer.headers["Set-Cookie"] == nil)
      }
    }
  }

  @Test(arguments: [
    (["Origin": "https://evil.example"], 403), (["Origin": "http://127.0.0.1:1"], 403),
    (["Origin": "null", "Sec-Fetch-Site": "cross-site"], 403),
    (["Sec-Fetch-Site": "same-site"], 403),
    (["Origin": "null", "Sec-Fetch-Site": "same-origin"], 200), ([:], 200),
    (["Origin": "OWN"], 200),
  ])
  func aFormOfAnotherPageIsRefused(_ given: [String: String], _ status: Int) async throws {
    try await LinksUnderTest.serve { links in
      var headers = HTTPHeaders()
      for (name, value) in given {
        headers.add(name, value == "OWN" ? "http://127.0.0.1:\(links.port)" : value)
      }
      let answer = try await links.post(try links.links().take, headers: headers)
      #expect(answer.status == status)
      #expect(try await links.handoff()?.takenBy == (status == 200 ? "Ana" : nil))
    }
  }

  @Test func manyForgedLinksAreRefusedAndGoodOnesWork() async throws {
    try await LinksUnderTest.serve { links in
      let wrong = "\(links.settings.url)/\(String(repeating: "A", count: 92))"
      for _ in 0..<60 { #expect(try await links.get(wrong).status == 403) }
      let refused = try await links.get(wrong)
      #expect(refused.status == 429 && refused.headers["Retry-After"] == "60")
      #expect(try await links.post(wrong).status == 429)
      #expect(try await links.get(try links.links().take).status == 200)
      links.time.advance(by: .seconds(2))
      #expect(try await links.get(wrong).status == 403)
      links.time.set(to: fixtureTime - .hours(1))
      #expect(try await links.get(wrong).status == 403, "a clock that goes back gives no credit")
      #expect(try await links.get(wrong).status == 429)
    }
  }

  @Test func wordsAreMaskedBeforeTheyAreCut() async throws {
    let text = String(repeating: "x", count: 270) + " 4111111111111111 end"
    let mask: @Sendable (String) -> String = {
      $0.replacing("4111111111111111", with: "[card]")
    }
    try await LinksUnderTest.serve(.init(messages: [.make(text)], mask: mask)) { links in
      let page = try await links.get(try links.links().take).text
      #expect(page.contains("[card]") && !page.contains("4111"))
    }
  }

  @Test func aTakenAddressIsAClearError() async throws {
    try await LinksUnderTest.serve { links in
      await #expect {
        try await links.pages(.init()).run()
      } throws: {
        "\($0)".contains("another program listens on 127.0.0.1:\(links.port)")
          && "\($0)".contains("\"links\".\"listen\"")
      }
    }
  }
}

/// Whatever customers write, the page has the same elements.
@Suite struct LinkMarkupTests {
  static let hostile = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><svg/onload=alert(1)>",
    "</blockquote></main><form action=//evil.example><button>Take it</button></form>",
    "\"\u{301} onfocus=alert(1) autofocus x=\"\u{301}", "<\u{301}b>", "<!--", "-->", "]]>",
    "</title><script>", "{{7*7}}{{{x}}}", "&lt;b&gt; &amp;", "<style>*{display:none}</style>",
    "\u{0}<b>\u{0}", "\r\n<b>\r\n", "\u{202E}<b>\u{2066}",
    "<b " + String(repeating: "a", count: 300),
    String(repeating: "\u{489}", count: 5000) + "<b>", "javascript:alert(1)", "\u{FEFF}<b>",
    "<\u{200D}b>", "`onfocus=alert(1)`", "＜script＞",
  ]

  /// Each tag whole, with its attributes.
  static func tags(_ page: String) -> [String] {
    var tags: [String] = []
    var rest = page.unicodeScalars[...]
    while let open = rest.firstIndex(of: "<") {
      rest = rest[rest.index(after: open)...]
      guard let close = rest.firstIndex(of: ">") else { return tags + ["unclosed"] }
      tags.append(String(rest[..<close]))
      rest = rest[rest.index(after: close)...]
    }
    return tags
  }

  private static func pages(_ text: String) -> [String] {
    var handoff = LinkedHandoff(
      row: HandoffRow(
        id: 12, message: 1, messageID: "test/1", team: text, category: text, reason: text,
        state: .open, openedAt: fixtureTime, dueAt: fixtureTime + .hours(3), takenBy: nil,
        author: text, text: text))
    let page = LinkPage(clock: ClockText(zone: .gmt, now: fixtureTime), mask: { $0 })
    let people = [LinkPeople.Person(id: "id", name: text)]
    var pages = LinkAction.allCases.map { action in
      page.confirm(
        .init(action: action, handoffs: [handoff], person: nil, people: people, mistake: text))
    }
    pages.append(
      page.confirm(.init(action: .take, handoffs: [handoff], person: text, people: [])))
    handoff.row.state = .taken
    handoff.row.takenBy = text
    pages.append(
      page.result(
        .take, by: text, until: nil,
        [.init(handoff: handoff), .init(handoff: handoff, refusal: text)]))
    pages.append(LinkPage.notice(text, text))
    return pages.map(\.source)
  }

  @Test(arguments: hostile)
  func hostileTextAddsNothingToThePage(_ text: String) {
    for (hostile, plain) in zip(Self.pages(text), Self.pages("plain")) {
      #expect(Self.tags(hostile) == Self.tags(plain))
      #expect(!hostile.unicodeScalars.contains { ["\u{0}", "\u{202E}", "\u{2066}"].contains($0) })
    }
  }

  @Test(arguments: hostile)
  func hostileIdsStayInsideTheirQuotes(_ text: String) {
    let escaped = HTML.escaped(text)
    #expect(!escaped.unicodeScalars.contains { ["\"", "'", "<", ">"].contains($0) })
  }

  @Test func theBeginningIsShort() {
    let pages = Self.pages(String(repeating: "\u{489}", count: 100_000))
    for page in pages.prefix(3) { #expect(page.utf8.count < 1_500_000) }
  }
}

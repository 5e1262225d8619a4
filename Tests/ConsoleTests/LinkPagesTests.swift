import Engine
import Foundation
import PluginKit
import PluginTesting
import Storage
import TestSupport
import Testing
import Transport

@testable import Console

/// The pages behind links: they act once, for somebody who pressed their button.
@Suite struct LinkPagesTests {
  private static let fetchers = [
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Mozilla/5.0 (Windows NT 10.0) SafeLinks", "TelegramBot (like TwitterBot)",
    "facebookexternalhit/1.1", "curl/8.0",
  ]

  @Test func whatFetchesLinksChangesNothing() async throws {
    try await LinksUnderTest.serve { links in
      let made = try links.links()
      let before = try await links.everything()
      for fetcher in Self.fetchers {
        for url in [made.take, made.snooze, made.close] {
          let headers: HTTPHeaders = ["User-Agent": fetcher]
          let head = try await links.send(HTTPRequest(.head, url, headers: headers))
          #expect(head.status == 200 && head.text.isEmpty)
          let page = try await links.get(url, headers: headers)
          #expect(page.status == 200 && page.text.contains("<form method=\"post\""))
          #expect(head.headers["Content-Length"] == "\(page.text.utf8.count)")
        }
      }
      #expect(try await links.everything() == before)
      #expect(try await links.post(made.take).status == 200, "the link still acts")
      #expect(try await links.handoff()?.takenBy == "Ana")
    }
  }

  @Test func aPreviewShowsNoWordOfTheCustomer() async throws {
    let message = Message.make("zq9words", author: .make(handle: "@zq9handle"))
    try await LinksUnderTest.serve(.init(messages: [message])) { links in
      let page = try await links.get(try links.links().take).text
      #expect(page.contains("zq9words") && page.contains("zq9handle"))
      let head = try #require(page.split(separator: "</head>").first)
      #expect(head.contains("<title>Take handoff 1? – replyd</title>"))
      #expect(!head.contains("zq9") && !page.contains("og:"))
    }
  }

  @Test(arguments: LinkAction.allCases)
  func ofAHundredAtOnceOneActs(_ action: LinkAction) async throws {
    try await LinksUnderTest.serve(.init(snoozes: true)) { links in
      let made = try links.links()
      let url =
        [LinkAction.take: made.take, .snooze: made.snooze, .close: made.close][action] ?? ""
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for index in 0..<100 {
          let name = "name=N\(["a", "b", "c"][index % 3])&for=1h"
          group.addTask { try await links.post(url, name).status }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses.count { $0 == 200 } == 1, "\(statuses)")
      #expect(statuses.count { $0 == 410 } == 99, "\(statuses)")
      let record = try #require(try await links.store.why("1")).text()
      #expect(record.components(separatedBy: "\"taken\"").count <= 3, "\(record)")
    }
  }

  @Test func aUsedLinkSaysByWhomAndWhen() async throws {
    try await LinksUnderTest.serve { links in
      let url = try links.links().take
      let done = try await links.post(url)
      #expect(done.status == 200 && done.text.contains("<h1>Handoff 1 is yours</h1>"))
      #expect(done.text.contains("Recorded for Ana."))
      links.time.advance(by: .hours(1))
      for again in [try await links.get(url), try await links.post(url, "name=Ben")] {
        #expect(again.status == 410)
        #expect(again.text.contains("By Ana at 15:06. Now: Taken by Ana at 15:06."))
      }
      let other = try await links.get(try links.links(key: "n-2").take)
      #expect(other.status == 200 && other.text.contains("nothing to do any more"))
      #expect(!other.text.contains("<form"))
    }
  }

  @Test func whoComesLateIsToldWhoHasItAndKeepsTheLink() async throws {
    try await LinksUnderTest.serve { links in
      let late = try links.links(key: "n-2").take
      #expect(try await links.post(try links.links().take, "name=Ana").status == 200)
      let refused = try await links.post(late, "name=Ben")
      #expect(refused.status == 409)
      #expect(refused.text.contains("Handoff 1: Taken by Ana at 15:06."))
      #expect(try await links.get(late).status == 200, "it was not used up")
      #expect(try await links.handoff()?.takenBy == "Ana")
      #expect(try await links.post(try links.links().close, "name=Ben").status == 200)
      let closed = try await links.post(try links.links(key: "n-2").close)
      #expect(closed.status == 409 && closed.text.contains("Closed by Ben at 15:06."))
    }
  }

  @Test func aLinkDoesItsOwnActionOnly() async throws {
    try await LinksUnderTest.serve { links in
      let before = try await links.everything()
      let take = try links.links().take
      for form in ["name=Ana&action=close", "action=3&name=Ana", "name=Ana&handoff=2"] {
        #expect(try await links.post(take, form).status == 400)
      }
      #expect(try await links.post(take + "?action=close", "").status == 400)
      let after = try await links.everything()
      #expect(after == before)
    }
  }

  /// Through the desk of the daemon itself.
  @Test func aSnoozePutsTheHandoffOffAndUsesTheLink() async throws {
    try await LinksUnderTest.serve { links in
      let url = try links.links().snooze
      #expect(try await links.post(url, "name=Ana").status == 400, "for how long?")
      let snoozed = try await links.post(url, "name=Ana&for=1h")
      #expect(snoozed.status == 200)
      #expect(try await links.get(url).status == 410)
    }
  }

  @Test func aSnoozeIsForAsLongAsWasChosen() async throws {
    try await LinksUnderTest.serve(.init(snoozes: true)) { links in
      let url = try links.links().snooze
      let page = try await links.get(url).text
      for words in ["15 minutes", "until 16:06", "4 hours", "tomorrow morning", "Mon 16 Jun 09:00"]
      { #expect(page.contains(words), "\(words)") }
      let done = try await links.post(url, "name=Ana&for=morning")
      #expect(done.status == 200 && done.text.contains("It comes back at Mon 16 Jun 09:00."))
      #expect(try await links.handoff()?.takenBy == "Ana until 2025-06-16T09:00:00Z")
    }
  }

  @Test func aGroupIsTakenTogether() async throws {
    let messages = (1...25).map {
      Message.make("Text \($0)", id: "\($0)", author: .make(id: "\($0)"))
    }
    try await LinksUnderTest.serve(.init(messages: messages)) { links in
      let url = try links.links(Array(1...25) + [999]).take
      _ = try await links.store.take(Taking(handoff: 3, by: "Ben", at: fixtureTime))
      let page = try await links.get(url).text
      #expect(page.contains("Take 25 handoffs?") && page.contains("and 5 more"))
      let done = try await links.post(url)
      #expect(done.status == 200 && done.text.contains("24 handoffs are yours"))
      #expect(done.text.contains("Handoff 3: Taken by Ben at 15:06."))
      let rows = try await links.store.handoffs(waitingOnly: true, limit: 99)
      #expect(rows.count { $0.takenBy == "Ana" } == 24)
      #expect(try await links.post(url).status == 410)
    }
  }

  @Test func whatIsGoneIsNotFound() async throws {
    try await LinksUnderTest.serve { links in
      let gone = try await links.get(try links.links([77]).take)
      #expect(gone.status == 404)
    }
  }
}

/// Who acts.
@Suite struct LinkPersonTests {
  private static let people = LinkPeople(
    name: { ["ana": "Ana Pérez", "ben": "Ben"][$0] },
    members: {
      $0 == "care" ? [.init(id: "ana", name: "Ana Pérez"), .init(id: "ben", name: "Ben")] : []
    })

  @Test func aPersonalLinkActsInItsName() async throws {
    try await LinksUnderTest.serve(.init(people: Self.people)) { links in
      let url = try links.links(person: "ana").take
      let page = try await links.get(url).text
      #expect(page.contains("<strong>Ana Pérez</strong>") && !page.contains("name=\"name\""))
      #expect(try await links.post(url, "name=Mallory&person=ben").status == 200)
      #expect(try await links.handoff()?.takenBy == "Ana Pérez")
    }
  }

  @Test func whoLeftTheTeamKeepsTheirId() async throws {
    try await LinksUnderTest.serve(.init(people: Self.people)) { links in
      let done = try await links.post(try links.links(person: "eve").take, "")
      #expect(done.status == 200)
      #expect(try await links.handoff()?.takenBy == "eve")
    }
  }

  @Test func othersChooseOrWriteTheirName() async throws {
    try await LinksUnderTest.serve(.init(people: Self.people)) { links in
      let url = try links.links().take
      #expect(try await links.get(url).text.contains("<option value=\"ana\">Ana Pérez</option>"))
      for form in ["", "person=&name=", "person=eve", "name=123", "person=eve&name=Eve"] {
        let refused = try await links.post(url, form)
        #expect(refused.status == 400, "\(form)")
        #expect(refused.text.contains("role=\"alert\""))
      }
      #expect(try await links.post(url, "person=ben&name=").status == 200)
      #expect(try await links.handoff()?.takenBy == "Ben")
    }
  }

  @Test(arguments: [
    ("Ana Pérez", "Ana Pérez"), ("  Ana  ", "Ana"), ("<b>Ana</b>\u{0}\u{202E}", "bAnab"),
    ("O'Neil-Ito  J.", "O'Neil-Ito J."), ("山田 花子", "山田 花子"),
    ("12 34", nil), ("---", nil),
    ("", nil), ("Ana\nBen", "AnaBen"),
  ])
  func aTypedNameIsCleaned(_ typed: String, _ name: String?) {
    #expect(TypedName.cleaned(typed) == name)
  }

  @Test func aTypedNameIsShort() {
    #expect(TypedName.cleaned(String(repeating: "x", count: 9999))?.count == 64)
  }
}

import Foundation
import NotifierKit
import PluginKit
import PluginTesting
import Testing

@Suite struct CardTests {
  typealias Occasion = HandoffNotification.Occasion

  @Test(arguments: [
    (Occasion.opened, 1, Urgency.normal, "New: complaint from Ana on mastodon"),
    (
      .escalated, 3, .normal, "Escalation 2: complaint from Ana on mastodon, third time asked"
    ),
    (
      .warning, 2, .critical,
      "75% of the time to answer is over (critical): complaint from Ana on mastodon, "
        + "second time asked"
    ),
    (.overdue, 7, .high, "Overdue (high): complaint from Ana on mastodon, asked 7 times"),
    (.reassigned, 1, .low, "Reassigned to Bea (low): complaint from Ana on mastodon"),
    (.woken, 1, .normal, "Snooze over: complaint from Ana on mastodon"),
    (.ended, 1, .normal, "Ended: complaint from Ana on mastodon"),
  ])
  func theTitleSaysWhoWhatAndWhy(
    occasion: Occasion, asked: Int, urgency: Urgency, expected: String
  ) {
    let card = Card(
      .full(occasion: occasion, urgency: urgency, level: 2, timesAsked: asked))
    #expect(card.title == expected)
    #expect(card.phase == (occasion == .ended ? .over : .open))
  }

  @Test(arguments: Hostile.texts)
  func aHostileNameStaysOnOneLine(name: String) {
    let title = Card(.full(name: name)).title
    #expect(title.count <= 200 && !title.contains { $0.isNewline })
    #expect(!title.unicodeScalars.contains { $0.properties.generalCategory == .control })
    #expect(!title.unicodeScalars.contains("\u{202E}"))
    #expect(title.hasSuffix("on mastodon, third time asked"))
  }

  func facts(_ card: Card) -> [String: String] {
    var facts: [String: String] = [:]
    for case .facts(let some) in card.parts { for fact in some { facts[fact.name] = fact.value } }
    return facts
  }

  func headings(_ card: Card) -> [String] {
    card.parts.compactMap { part in
      switch part {
      case .quote(let heading, _), .list(let heading, _): heading
      case .facts, .text: nil
      }
    }
  }

  @Test func aPersonGetsAllTheyNeed() {
    let card = Card(.full(others: 12))
    let facts = facts(card)
    #expect(facts["Due"] == "Fri 27 Nov 14:00 (Europe/Madrid), in 3 h 20 min")
    #expect(facts["Handoff"] == "12" && facts["Who has it"] == "nobody yet")
    #expect(facts["Take it"] == nil)
    #expect(facts["Severity"] == "0.73 of 1" && facts["Sentiment"] == "negative")
    #expect(facts["Evidence"] == "no refund, Still no refund!")
    #expect(facts["Reason"] == "a complaint needs a person" && facts["Category"] == "refund")
    #expect(facts["Asked"] == "third time asked" && facts["Rating"] == "1 of 5")
    #expect(
      headings(card) == [
        "Ana wrote", "Suggested reply, not sent", "Said before (4 more not shown)",
        "Already answered by replyd", "Told with this one",
      ])
    #expect(
      card.parts.first
        == .quote(heading: "Ana wrote", text: "Still no refund!\n[image: Still no refund!]"))
    guard case .list(_, let others)? = card.parts.last else {
      Issue.record("no list of others")
      return
    }
    #expect(others.count == 11 && others.last == "and 2 more")
    #expect(
      others.first
        == "20 (high) Ana: Still no refund!, due 14:00, https://example.social/0")
    #expect(card.links.map(\.role) == [.take, .snooze, .close, .post])
  }

  @Test func withoutLinksTheCommandIsNamed() {
    let card = Card(.full(linked: false))
    #expect(facts(card)["Take it"] == "replyd handoffs take 12")
    #expect(card.links.map(\.role) == [.post])
  }

  @Test func anEndAsksForNothing() {
    let card = Card(.full(occasion: .ended))
    #expect(card.parts.first == .text("Bea answered it."))
    #expect(card.links.map(\.role) == [.post])
    #expect(facts(card)["Due"] == nil && facts(card)["Take it"] == nil)
    #expect(headings(card) == ["Ana wrote"])
  }

  @Test(arguments: [
    "javascript:alert(1)", "ftp://x.example/", "https://user:pw@x.example/", "https://x y.example",
    "https://exämple.example/", "//x.example/", "", "https://x.example/\u{202E}",
    "https://x.example/" + String(repeating: "a", count: 3000),
  ])
  func onlyTheWebIsLinked(url: String) {
    #expect(Card(.full(post: url)).links.allSatisfy { $0.role != .post })
  }

  @Test func aLinkEndsWhereItShould() {
    let card = Card(.full(post: "https://x.example/a)](b<c>|d\"e'f?g=1&h=2"))
    #expect(
      card.links.last?.url
        == "https://x.example/a%29](b%3Cc%3E%7Cd%22e%27f?g=1&h=2".replacing(
          "](", with: "]%28"))
  }

  @Test func aDigestListsTenAndCountsTheRest() {
    let card = Card(DigestNotification.waiting(17))
    guard case .list(_, let lines)? = card.parts.first else {
      Issue.record("no list")
      return
    }
    #expect(lines.count == 10)
    #expect(
      lines.first
        == "12 (high) complaint from Ana on mastodon, due Fri 27 Nov 14:00 (Europe/Madrid), "
        + "in 3 h 20 min: Where is it?")
    #expect(
      card.parts.last
        == .text("And 7 more: replyd handoffs lists them. Take one: replyd handoffs take N"))
    #expect(card.title == "17 handoffs wait for care" && card.urgency == .high)
    #expect(card.phase == .open && card.thread == "d-1")
  }

  @Test func anIncidentIsOpenUntilItIsOver() {
    let (begun, over) = (Card(DigestNotification.incident()), Card(.incident(isOver: true)))
    #expect(begun.phase == .open && begun.urgency == .high && begun.thread == "replyd-incident-1")
    #expect(begun.parts == [.facts([.init("example 1", "*charged* <twice>")])])
    #expect(over.phase == .over && over.urgency == .normal && over.thread == begun.thread)
  }

  @Test func aReportShowsItsFacts() {
    let card = Card(DigestNotification.daily())
    #expect(card.parts == [.facts([.init("Answered", "41"), .init("Handed off", "3")])])
    #expect(card.phase == .note)
  }

  @Test func anAlarmIsOneThreadFromFirstToLast() {
    let cards = AlarmNotification.Phase.allCases.map { Card(AlarmNotification.make($0)) }
    #expect(Set(cards.map(\.thread)).count == 1)
    #expect(
      cards.map(\.title) == [
        "Alarm: No poll for 60 s.", "Alarm, still: No poll for 60 s.",
        "Alarm over: No poll for 60 s.",
      ])
    #expect(cards.map(\.phase) == [.open, .open, .over])
    #expect(facts(cards[0])["Since"] == "2025-06-15T15:06:40Z")
  }

  @Test func whatDoesNotFitGoesFromTheEnd() {
    let card = Card(.full(String(repeating: "word ", count: 2000)))
    func length(_ card: Card) -> Int { "\(card.parts)".count }
    for limit in [20_000, 5000, 2000, 300, 10] {
      let fitted = card.fitted { length($0) <= limit }
      #expect(fitted.parts.isEmpty || length(fitted) <= limit)
      #expect(fitted.title == card.title)
      if limit >= 300 { #expect(fitted.parts.first?.isQuote == true) }
    }
  }
}

extension Card.Part {
  var isQuote: Bool { if case .quote = self { true } else { false } }
}

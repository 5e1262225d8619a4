import Foundation
import PluginTesting
import Synchronization
import Testing

@testable import Console

/// Hostile texts in every field of every page: they are read, and do nothing.
@Suite struct PagesDefenceTests {
  /// Those with texts of customers.
  private static let customers: Set = [
    "inbox-held", "conversation-undo", "approvals", "incident", "reports",
  ]

  private static func pages(
    _ text: String, _ names: Set<String>?
  ) throws -> [(name: String, html: String)] {
    try PageFixtures(say: { _ in text }, reported: 12).pages(names)
  }

  /// The elements with their attributes, but for marks and shown characters inside texts.
  private static func shape(_ markup: Markup) -> [String] {
    markup.tags.filter { tag in
      tag.name != "mark" && !(tag.name == "span" && (tag.isClosing || tag["class"] == "ctl"))
    }.map(\.shape)
  }

  @Test func thereAreTwoHundred() {
    #expect(Set(HostileTexts.all).count >= 200)
    #expect(Set(HostileTexts.all).count == HostileTexts.all.count)
  }

  @Test func noTextAddsAnElementOrAnAttributeOrLeadsAway() async throws {
    let faults = try await OwnThread.run {
      try HostileTexts.all.flatMap { try Self.faults($0, in: Self.customers) }
    }
    #expect(faults == [])
  }

  /// On all pages; many texts behind one another, to have them all in reasonable time.
  @Test func noManyTextsDoEither() async throws {
    let faults = try await OwnThread.run {
      try stride(from: 0, to: HostileTexts.all.count, by: 16).flatMap { start in
        let texts = HostileTexts.all[start...].prefix(16).map { Cut.text($0, 100) }
        return try Self.faults(texts.joined(separator: " "), in: nil)
      }
    }
    #expect(faults == [])
  }

  private static let plain = Mutex<[String: [String]]>([:])

  /// The shape of the page with harmless texts.
  private static func wanted(_ name: String) throws -> [String] {
    if let known = plain.withLock({ $0[name] }) { return known }
    let page = try pages("word", [name])[0]
    let found = shape(try Markup(page.html))
    plain.withLock { $0[name] = found }
    return found
  }

  private static func faults(_ text: String, in names: Set<String>?) throws -> [String] {
    var faults: [String] = []
    for page in try pages(text, names) {
      let wanted = try wanted(page.name)
      let what = "\(text.debugDescription.prefix(80)) in \(page.name)"
      let markup = try Markup(page.html)
      let found = shape(markup)
      if found != wanted {
        let at = zip(found, wanted).first { $0.0 != $0.1 }
        faults.append("\(what): \(String(describing: at))")
      }
      for tag in markup.tags where tag.name == "a" && !tag.isClosing {
        if !isKnown(tag["href"] ?? "") { faults.append("\(what): \(tag)") }
      }
    }
    return faults
  }

  private static func isKnown(_ address: String) -> Bool {
    address.hasPrefix("/") && !address.hasPrefix("//") || address.hasPrefix("#")
      || address.hasPrefix("https://social.example/") || address == "https://wiki.example/recall"
      || address.hasPrefix("otpauth://totp/")
  }

  /// What a script finds that no text may bring.
  private static let probe = """
    <script>
    const bad = document.querySelectorAll('main script, main style, main iframe, main img, '
      + 'main object, main embed, main base, main meta, main link, main video, main math, '
      + 'main template, main marquee, main portal, main b b, [onerror], [onload], [onfocus], '
      + '[onclick], [style]');
    const forms = [...document.forms].filter(
      f => !/^\\/[a-z]/.test(f.getAttribute('action') ?? '/x'));
    document.title = `probed ${bad.length} ${forms.length} ${window.pwned ? 'pwned' : 'calm'}`;
    </script>
    """

  /// All of them, each field of each page another one, read by a browser.
  @Test func aBrowserSeesOnlyTexts() async throws {
    guard let chromium = Chromium() else { return }
    let faults = try await OwnThread.run {
      let folder = try TemporaryFolder()
      let fixtures = Self.armed()
      return try fixtures.pages().compactMap { name, html -> String? in
        let page = html.replacing("<script src=\"\(Assets.jsPath)\" defer></script>", with: "")
          .replacing("</body>", with: Self.probe + "</body>")
        let document = try chromium.document(page, width: 1280, isDark: false, in: folder)
        let title = document.split(separator: "\n").first { $0.contains("<title>") } ?? ""
        return title.contains("<title>probed 0 0 calm</title>") ? nil : "\(name): \(title)"
      }
    }
    #expect(faults == [])
  }

  /// Each text would leave a trace if it ran.
  private static func armed() -> PageFixtures {
    let next = Mutex(0)
    return PageFixtures(
      say: { _ in
        let place = next.withLock { place in
          place += 1
          return place
        }
        return HostileTexts.all[place % HostileTexts.all.count]
          .replacing("alert(1)", with: "window.pwned=1")
      }, reported: 40)
  }

  @Test func aPageHasEachOfThem() throws {
    let next = Mutex(0)
    _ = try PageFixtures(
      say: { text in
        next.withLock { $0 += 1 }
        return text
      }, reported: 40
    ).pages()
    #expect(next.withLock { $0 } > 2 * HostileTexts.all.count)
  }

  @Test func whatCannotBeSeenIsShown() throws {
    let conversation = try #require(
      PageFixtures(say: { "\($0) pay\u{200B}pal \u{202E}x" }).pages().first {
        $0.name == "conversation"
      })
    #expect(conversation.html.contains("<span class=\"ctl\">U+200B</span>"))
    #expect(conversation.html.contains("<span class=\"ctl\">U+202E</span>"))
    #expect(!conversation.html.contains("\u{202E}") && !conversation.html.contains("\u{200B}"))
    // What people edit keeps what is not seen, or they could not keep a text as it is.
    let draft = try #require(
      PageFixtures(say: { "\($0)\u{200F}" }).pages().first { $0.name == "approvals" })
    #expect(draft.html.contains("by machine\u{200F}</textarea>"))
  }
}

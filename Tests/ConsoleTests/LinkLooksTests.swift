import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Console

/// The pages in a real browser: on a phone and on a desk, light and dark. With
/// `REPLYD_PICTURES=FOLDER`, pictures of them are left there.
@Suite(.serialized) struct LinkLooksTests {
  private static let words = """
    I have been waiting for my parcel for three weeks now, and nobody answers my mails. \
    averyveryveryveryveryveryveryveryverylongwordwithoutanybreakinitatallthatgoesonandon \
    This is the last time I order from you!
    """

  private static func pages() -> [(name: String, page: String)] {
    let handoff = LinkedHandoff(
      row: HandoffRow(
        id: 1204, message: 1, messageID: "m/1", team: "care", category: nil, reason: "anger",
        state: .notified, openedAt: fixtureTime, dueAt: fixtureTime + .hours(3), takenBy: nil,
        author: "@ana.perez@social.example", text: words))
    let clock = ClockText(zone: TimeZone(identifier: "Europe/Madrid") ?? .gmt, now: fixtureTime)
    let page = LinkPage(clock: clock, mask: { $0 })
    var taken = handoff
    taken.row.state = .taken
    taken.row.takenBy = "Ana Pérez"
    taken.takenAt = fixtureTime
    var other = taken
    other.row.id = 1205
    other.row.text = "وين طلبي؟"
    let people = [LinkPeople.Person(id: "ana", name: "Ana Pérez")]
    return [
      ("take", page.confirm(.init(action: .take, handoffs: [handoff], person: "Ana Pérez"))),
      ("snooze", page.confirm(.init(action: .snooze, handoffs: [handoff], people: people))),
      (
        "mistake",
        page.confirm(
          .init(
            action: .close, handoffs: [handoff], mistake: "Write your name: letters are needed."))
      ),
      (
        "result",
        page.result(
          .take, by: "Ana Pérez", until: nil,
          [.init(handoff: taken), .init(handoff: other, refusal: other.sentence(clock))])
      ),
      ("notice", LinkPage.notice("This link has expired", "It worked until 14:03.")),
    ].map { ($0.0, $0.1.source) }
  }

  /// What is wrong with a page, found by a script that the page itself does not have.
  private static let inspector = """
    <script>
    const faults = [];
    const channel = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
    const parts = text => text.match(/[\\d.]+/g).map(Number);
    const behind = e => {
      for (; e; e = e.parentElement) {
        const c = parts(getComputedStyle(e).backgroundColor);
        if (c.length < 4 || c[3] > 0) return c;
      }
      return [255, 255, 255];
    };
    for (const e of document.querySelectorAll('main *')) {
      const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
      if (!own && !['INPUT', 'SELECT'].includes(e.tagName)) continue;
      const a = light(parts(getComputedStyle(e).color)), b = light(behind(e));
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(2)} of ${e.tagName}`);
    }
    if (document.documentElement.scrollWidth > innerWidth) faults.push('wider than the window');
    for (const e of document.querySelectorAll('input, select')) {
      if (!e.labels.length) faults.push(`no label on ${e.id}`);
    }
    for (const e of document.querySelectorAll('button, select, .choice, input[type=text]')) {
      if (e.getBoundingClientRect().height < 44) faults.push(`${e.tagName} is low`);
    }
    if (document.querySelectorAll('h1').length !== 1) faults.push('not one h1');
    if (document.documentElement.lang !== 'en') faults.push('no language');
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    document.title = `inspected ${dark ? 'dark' : 'light'}: ${faults.join('; ')}.`;
    </script>
    """

  @Test func theInspectorFindsWhatIsWrong() throws {
    guard let chromium = Chromium() else { return }
    let wide = """
      <!doctype html><html lang="en"><main><h1>x</h1><p style="color: #999">y</p>
      <p style="width: 200vw">z</p><input type="text" id="n"></main></html>
      """
    let document = try chromium.document(
      wide + Self.inspector, width: 360, isDark: false, in: try TemporaryFolder())
    for fault in ["contrast 2.85 of P", "wider than the window", "no label on n", "INPUT is low"] {
      #expect(document.contains(fault), "\(fault)")
    }
  }

  @Test(arguments: [360, 1280], [false, true])
  func eachPageIsLegibleAndFits(_ width: Int, _ isDark: Bool) throws {
    guard let chromium = Chromium() else { return }
    let folder = try TemporaryFolder()
    for (name, page) in Self.pages() {
      let inspected = page.replacing("</body>", with: Self.inspector + "</body>")
      let document = try chromium.document(inspected, width: width, isDark: isDark, in: folder)
      let wanted = "<title>inspected \(isDark ? "dark" : "light"): .</title>"
      let found = document.split(separator: "\n").first { $0.contains("<title>") }
      #expect(found?.contains(wanted) == true, "\(name): \(found ?? "no title")")
      guard let place = ProcessInfo.processInfo.environment["REPLYD_PICTURES"] else { continue }
      let picture = try chromium.picture(
        page, "picture.png", width: width, isDark: isDark, in: folder)
      let target = URL(filePath: place).appending(
        path: "\(name)-\(width)-\(isDark ? "dark" : "light").png")
      try FileManager.default.createDirectory(
        atPath: place, withIntermediateDirectories: true)
      try Data(contentsOf: URL(filePath: picture)).write(to: target)
    }
  }
}

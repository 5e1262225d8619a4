import Foundation
import PluginTesting
import Testing

@testable import Console

/// The console's pages in a real browser: on a phone and on a desk, light and dark. With
/// `REPLYD_PICTURES=FOLDER`, the pages are left there to look at.
@Suite(.serialized) struct PagesLooksTests {
  /// The page with its style inside, for a browser without our server.
  private static func standalone(_ page: String) throws -> String {
    let css = String(decoding: try #require(Assets.all["console.css"]), as: UTF8.self)
    return
      page
      .replacing(
        "<link rel=\"stylesheet\" href=\"\(Assets.cssPath)\">", with: "<style>\(css)</style>"
      )
      .replacing("<script src=\"\(Assets.jsPath)\" defer></script>", with: "")
      .replacing("<link rel=\"icon\" href=\"\(Assets.iconPath)\" type=\"image/svg+xml\">", with: "")
  }

  @Test func thePagesAreLeftToLookAt() throws {
    guard let place = ProcessInfo.processInfo.environment["REPLYD_PICTURES"] else { return }
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    for (name, page) in try PageFixtures().pages() {
      try Self.standalone(page).write(
        to: URL(filePath: place).appending(path: "\(name).html"), atomically: true,
        encoding: .utf8)
    }
  }

  /// What is wrong with a page, found by a script that the page itself does not have.
  private static let inspector = """
    <script>
    const faults = new Set();
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
    for (const d of document.querySelectorAll('details')) d.open = true;
    const name = e => `${e.tagName}.${e.className}`;
    for (const e of document.querySelectorAll('body *:not(dialog *)')) {
      const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
      if (!own && !['INPUT', 'SELECT', 'TEXTAREA'].includes(e.tagName)) continue;
      if (!e.checkVisibility() || e.closest('svg')) continue;
      const a = light(parts(getComputedStyle(e).color)), b = light(behind(e));
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (ratio < 4.5) faults.add(`contrast ${ratio.toFixed(2)} of ${name(e)}`);
    }
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) faults.add(`${wide} wide`);
    for (const e of document.querySelectorAll('a, button, select, summary, input:not([type=hidden])')) {
      if (e.closest('.skip, p, td, dialog, .exports') || !e.checkVisibility()) continue;
      const target = e.type === 'checkbox' ? e.closest('label') : e;
      const box = target.getBoundingClientRect();
      const after = getComputedStyle(e, '::after').position === 'absolute';
      if (!after && (box.height < 24 || box.width < 24)) faults.add(`${name(e)} is small`);
    }
    const levels = [...document.querySelectorAll('h1, h2, h3')].map(h => Number(h.tagName[1]));
    levels.reduce((a, b) => { if (b > a + 1) faults.add(`h${b} after h${a}`); return b; }, 0);
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    document.title = `inspected ${dark ? 'dark' : 'light'}: ${[...faults].join('; ')}.`;
    </script>
    """

  @Test(arguments: [(390, true), (1280, false)])
  func eachPageIsLegibleAndFits(_ width: Int, _ isDark: Bool) async throws {
    guard let chromium = Chromium() else { return }
    let faults = try await OwnThread.run {
      let folder = try TemporaryFolder()
      return try PageFixtures().pages().compactMap { name, page -> String? in
        let inspected = try Self.standalone(page).replacing(
          "</body>", with: Self.inspector + "</body>")
        let document = try chromium.document(inspected, width: width, isDark: isDark, in: folder)
        let wanted = "<title>inspected \(isDark ? "dark" : "light"): .</title>"
        let found = document.split(separator: "\n").first { $0.contains("<title>") } ?? ""
        return found.contains(wanted) ? nil : "\(name): \(found)"
      }
    }
    #expect(faults == [])
  }
}

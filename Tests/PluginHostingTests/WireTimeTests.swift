import Foundation
import Testing

@testable import PluginHosting

@Suite struct WireTimeTests {
  /// The formatter of Foundation is the reference, over all that can happen.
  @Test func timesAreWrittenAsTheFormatterWritesThem() {
    var random = SystemRandomNumberGenerator()
    let odd = [0, -0.001, -86_400, 951_782_400, 951_868_799.999, 4_102_444_799.999]
    let drawn = (0..<5000).map { _ in Double.random(in: -1e10...2e11, using: &random) }
    for seconds in odd + drawn.map({ ($0 * 1000).rounded(.down) / 1000 }) {
      let date = Date(timeIntervalSince1970: seconds)
      let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
      let text = WireTime.text(date)
      #expect(text.prefix(19) == date.formatted(style).prefix(19), "\(seconds)")
      let back = WireTime.date(text)?.timeIntervalSince1970 ?? 0
      #expect(abs(back - seconds) < 0.002, "\(seconds)")
    }
  }
}

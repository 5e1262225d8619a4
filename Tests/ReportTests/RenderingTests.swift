import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import replyd

/// What customers write stays text in every form of a report.
struct RenderingTests {
  static let hostile = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; DROP TABLE message; --",
    "{{{template}}}", "</style><style>*{display:none}</style>", "&lt;b&gt;", "</title><h1>x",
    "\u{202E}evil\u{2066}", "a\u{1B}[31m\u{0}b", "javascript:alert(1)", "<!--", "]]>", "\u{FEFF}=1",
  ]

  /// One message a hostile text, which is everything in it that may be text.
  static func hostileReport() async throws -> Report {
    let rows = hostile.enumerated().map { index, text in
      ReportRow.make(
        Int64(index + 1), connector: text, author: text, at: Double(index) * 9000, intent: text,
        sentiment: ["negative", "neutral", "positive"][index % 3],
        replies: [.posted("acknowledgement", at: Double(index) * 9000 + 90, template: text)],
        handoff: .init(team: text, state: .notified, openedAt: fixtureTime),
        acknowledge: [.due(60, .missed)], human: [.due(600, .missed)],
        outcomes: [.init(step: 2, since: fixtureTime, isTreated: index % 2 == 0, result: "silent")]
      ).with {
        $0.message = "\(text)/1"
        $0.url = index % 2 == 0 ? "https://example.org/?q=\"><b>&\(index)" : text
      }
    }
    return try await ListedRows(rows: rows, corrected: ["<b>": 1])
      .reported(days: 3, brand: "<b>Brand</b>")
  }

  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\r\nb", "\"a\r\nb\""),
    ("=1+1", "\"'=1+1\""), ("+1", "\"'+1\""), ("-1", "\"'-1\""), ("@SUM(A1)", "\"'@SUM(A1)\""),
    ("\t=1", "\"'\t=1\""), ("\r=1", "\"'\r=1\""), ("  =1", "\"'  =1\""), ("＝1", "\"'＝1\""),
    ("\n=1", "\"'\n=1\""), ("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""), ("", ""),
    ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"), ("a=b", "a=b"),
    ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""),
  ])
  func cellsAreNoFormulas(_ text: String, _ cell: String) {
    #expect(CSVReport.cell(text) == cell)
  }

  @Test func eachMessageIsOneRecord() throws {
    let row = ReportRow.make(
      author: "=1+1", intent: "a\r\nb", replies: [.posted("answer", at: 1.5, template: "\"q\",")])
    let names = try Self.records(CSVReport.header)
    let cells = try Self.records(CSVReport.line(row, now: fixtureTime))
    #expect(names.count == 1 && cells.count == 1 && names[0].count == cells[0].count)
    let byName = Dictionary(zip(names[0], cells[0]), uniquingKeysWith: { a, _ in a })
    #expect(byName["author"] == "'=1+1" && byName["intent"] == "a\r\nb")
    #expect(byName["template"] == "\"q\"," && byName["firstReplySeconds"] == "1.500")
    #expect(byName["answering"] == "answered" && byName["humanWindow"] == "")
    #expect(byName["createdAt"] == "2025-06-15T15:06:40.000Z")
    #expect(Set(names[0]).count == names[0].count)
  }

  /// RFC 4180, read back.
  private static func records(_ text: String) throws -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var cell = ""
    var isQuoted = false
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      if isQuoted {
        if scalar != "\"" {
          cell.unicodeScalars.append(scalar)
        } else if rest.first == "\"" {
          rest.removeFirst()
          cell += "\""
        } else {
          isQuoted = false
        }
      } else if scalar == "\"" {
        isQuoted = true
      } else if scalar == "," {
        record.append(cell)
        cell = ""
      } else if scalar == "\r" {
        #expect(rest.popFirst() == "\n")
        records.append(record + [cell])
        (record, cell) = ([], "")
      } else {
        cell.unicodeScalars.append(scalar)
      }
    }
    #expect(record.isEmpty && cell.isEmpty && !isQuoted)
    return records
  }

  @Test func noTextBecomesMarkup() async throws {
    let html = HTMLReport(try await Self.hostileReport()).text
    #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(html.contains("{{{template}}}"))
    for tag in ["<script", "<img", "<b>", "<!--", "<iframe", "<object", "<link", "<base"] {
      #expect(!html.contains(tag), "\(tag)")
    }
    #expect(html.components(separatedBy: "<style>").count == 2)
    #expect(html.components(separatedBy: "</title><h1>").count == 1)
    let scalars = html.unicodeScalars.filter { $0.properties.generalCategory == .format }
    #expect(scalars.isEmpty)
    #expect(!html.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
  }

  @Test func nothingIsLoadedOrRun() async throws {
    let html = HTMLReport(try await Self.hostileReport()).text
    #expect(
      html.contains(
        #"<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; "#))
    let addresses = html.components(separatedBy: "href=\"").dropFirst()
      .map { $0.prefix { $0 != "\"" } }
    #expect(addresses.count == 14 && addresses.allSatisfy { $0.hasPrefix("https://example.org/") })
    for word in ["url(", "@import", "onerror=\"", " style=\""] {
      #expect(!html.contains(word), "\(word)")
    }
  }

  @Test(arguments: [
    ("https://a.example/1", true), ("HTTP://a.example", true), ("javascript:alert(1)", false),
    ("data:text/html,x", false), (" https://a.example", false), ("https://a b", false),
    ("//a.example", false), ("https:\\\\a", false), ("", false),
  ])
  func onlyWebAddressesAreLinks(_ address: String, _ isLink: Bool) {
    #expect(Markup.link(address, "x").text.hasPrefix("<a ") == isLink)
  }

  @Test func everyChartHasAName() async throws {
    let html = HTMLReport(try await Self.hostileReport()).text
    let charts = html.components(separatedBy: "<svg class=\"chart\"").dropFirst()
    #expect(charts.count == 3)
    for chart in charts {
      #expect(chart.contains("role=\"img\"") && chart.contains("<title id="))
      #expect(chart.contains("<desc id="))
    }
  }

  @Test func theTerminalShowsEightyColumnsOfText() async throws {
    let lines = TerminalReport(try await Self.hostileReport()).lines
    for line in lines {
      #expect(line.count <= 80, "\(line)")
      #expect(
        !line.unicodeScalars.contains {
          [.control, .format].contains($0.properties.generalCategory)
        }, "\(line.debugDescription)")
    }
    for title in ["MESSAGES", "ANSWERED", "IN TIME", "BY TEMPLATE", "AFTERWARDS"] {
      #expect(lines.contains(title))
    }
  }

  @Test func anEmptyPeriodIsAReportToo() async throws {
    let report = try await ListedRows(rows: []).reported()
    #expect(TerminalReport(report).lines.count > 3)
    #expect(HTMLReport(report).text.contains("no window ended or runs"))
  }

  @Test func barsAreShareOfTheHighest() {
    #expect(Sparkline.text([0, 1, 4, 8]) == "·▁▄█")
    #expect(Sparkline.text([0, 0]) == "··")
    #expect(Sparkline.grouped(Array(repeating: 1, count: 100), width: 34).reduce(0, +) == 100)
    #expect(StackedBars.step(for: 0) == 1 && StackedBars.step(for: 26) == 10)
    #expect(StackedBars.step(for: 5) == 1 && StackedBars.step(for: 1000) == 200)
  }
}

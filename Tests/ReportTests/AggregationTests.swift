import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

/// Every figure, on rows made by hand.
struct AggregationTests {
  @Test func eachMessageCountsOnce() async throws {
    let rows: [ReportRow] = [
      .make(1), .make(2).with { $0.isAutomated = true }, .make(3).with { $0.isCoalesced = true },
      // Also a machine's message may be part of a burst.
      .make(4).with {
        $0.isCoalesced = true
        $0.isAutomated = true
      },
      .make(5, connector: "other"),
    ]
    let report = try await ListedRows(rows: rows).reported()
    let volume = report.total.volume
    #expect(volume.all == 5 && volume.customers == 2)
    #expect(volume.machines == 1 && volume.coalesced == 2)
    #expect(report.groups.connector.map(\.name) == ["shop", "other"])
    #expect(report.groups.connector.map(\.figures.volume.all) == [4, 1])
    #expect(report.total.series.received.reduce(0, +) == 2)
  }

  @Test(
    arguments: [
      (nil, nil, nil, "handoff", true), ("question", 0.1, nil, "handoff", true),
      ("complaint", nil, nil, "handoff", true), ("praise", 0.5, nil, "answer", true),
      ("praise", 0.49, nil, "answer", false), ("praise", nil, nil, "answer", true),
      ("complaint", 0.9, Closing.ignored, "ignore", false),
      ("complaint", 0.9, nil, "ignore", false), ("complaint", 0.9, .ignored, "answer", false),
      ("complaint", 0.9, .answered, "answer", true), (nil, nil, nil, nil, true),
    ] as [(String?, Double?, Closing?, String?, Bool)])
  func aReplyIsWanted(
    _ intent: String?, _ wants: Double?, _ closing: Closing?, _ action: String?, _ wanted: Bool
  ) {
    let row = ReportRow.make(
      closing: closing, action: action, intent: intent, wantsReply: wants)
    #expect(row.wantedReply == wanted)
    #expect(!row.with { $0.isAutomated = true }.wantedReply)
    #expect(!row.with { $0.isCoalesced = true }.wantedReply)
  }

  /// All that a message can have got by its window's end, at 100 s, seen at 200 s.
  @Test(
    arguments: [
      ([], 200, .nothing), ([], 50, .running), ([], 100, .nothing),
      ([.posted("acknowledgement", at: 10)], 200, .acknowledgementOnly),
      ([.posted("holdingStatement", at: 100)], 200, .acknowledgementOnly),
      ([.posted("acknowledgement", at: 101)], 200, .nothing),
      ([.posted("acknowledgement", at: 10)], 99, .running),
      ([.posted("answer", at: 100)], 200, .answered), ([.posted("answer", at: 101)], 200, .nothing),
      ([.posted("human", at: 30), .posted("acknowledgement", at: 10)], 50, .answered),
      ([.init(kind: "answer")], 200, .nothing),
    ] as [([ReportRow.Reply], Double, ReportRow.Answering)])
  func whatItHadGotCounts(
    _ replies: [ReportRow.Reply], _ now: Double, _ expected: ReportRow.Answering
  ) {
    let row = ReportRow.make(replies: replies, human: [.due(100, .running)])
    #expect(row.answering(now: fixtureTime + .seconds(now)) == expected)
  }

  @Test func aPersonsAnswerIsOneOfThree() {
    let closed = ReportRow.Handoff(
      team: "care", state: .answered, openedAt: fixtureTime, closedAt: fixtureTime + .seconds(30))
    let row = ReportRow.make(replies: [.posted("human", at: 50)], handoff: closed)
    #expect(row.humanAnswerAt == fixtureTime + .seconds(30))
    #expect(
      row.with { $0.answeredNativelyAt = fixtureTime + .seconds(20) }.humanAnswerAt
        == fixtureTime + .seconds(20))
    #expect(row.with { $0.handoff?.state = .closed }.humanAnswerAt == fixtureTime + .seconds(50))
    #expect(
      row.with { $0.replies = [.posted("answer", at: 5)] }.answerAt == fixtureTime + .seconds(5))
  }

  @Test func runningWindowsAreInNeitherPartOfTheRate() async throws {
    let running = ReportRow.make(1, human: [.due(2 * 86_400, .running)])
    let answered = (2...9).map {
      ReportRow.make($0, replies: [.posted("answer", at: 5)], human: [.due(60, .met)])
    }
    let nothing = ReportRow.make(10, human: [.due(60, .missed)])
    let promised = ReportRow.make(
      11, replies: [.posted("acknowledgement", at: 5)], human: [.due(60, .missed)])
    let wanted = try await ListedRows(rows: [running] + answered + [nothing, promised])
      .reported().total.wanted
    #expect(wanted.all == 11 && wanted.running == 1 && wanted.answered == 8)
    #expect(wanted.nothing == 1 && wanted.acknowledgementOnly == 1)
    #expect(wanted.unanswered == Share(2, of: 10) && wanted.unanswered.rate == 0.2)
  }

  @Test func anEditHidesNoMiss() {
    let windows: [ReportRow.Window] = [.due(10, .missed), .due(90, .met, cycle: 2)]
    #expect(ReportRow.outcome(of: windows) == .missed)
    #expect(ReportRow.outcome(of: [.due(10, .void), .due(90, .met, cycle: 2)]) == .met)
    #expect(ReportRow.outcome(of: [.due(10, .met), .due(90, .running, cycle: 2)]) == .running)
    #expect(ReportRow.outcome(of: [.due(10, .void)]) == .void)
    #expect(ReportRow.outcome(of: []) == nil)
  }

  @Test func theLongestOverdueComeFirstAndAreLimited() async throws {
    let rows = (1...250).map { row -> ReportRow in
      .make(
        row, replies: row % 2 == 0 ? [.posted("answer", at: 60 + Double(row))] : [],
        acknowledge: [.due(60, .missed)], human: [.due(80_000 - Double(row), .missed)])
    }
    let report = try await ListedRows(rows: rows).reported()
    #expect(report.total.acknowledgeWindow.missed == 250)
    let first = report.missed.filter { $0.clock == "acknowledge" }
    #expect(first.count == Report.listed)
    // 125 are open for as long, the lowest rows of them are listed.
    let odd = Array(stride(from: Int64(1), to: 200, by: 2))
    #expect(first.map(\.row) == odd)
    #expect(first.allSatisfy { $0.isOpen && $0.lateSeconds == 86_340 })
    let human = report.missed.filter { $0.clock == "human" }
    #expect(human.first?.row == 250 && human.first?.lateSeconds == 6650)
  }

  /// A reply before an edit did not meet the window after it.
  @Test func aMissedWindowIsMetByWhatCameAfterIt() {
    let windows: [ReportRow.Window] = [.due(60, .met), .due(200, .missed, cycle: 2)]
    let early = [fixtureTime + .seconds(10)]
    let open = ReportRow.lateness(
      of: windows, replies: early, now: fixtureTime + .seconds(500))
    #expect(open.isOpen && open.seconds == 300)
    let late = ReportRow.lateness(
      of: windows, replies: early + [fixtureTime + .seconds(230)], now: fixtureTime + .seconds(500))
    #expect(!late.isOpen && late.seconds == 30)
  }

  @Test func delaysRunFromTheFirstOfABurst() async throws {
    let row = ReportRow.make(at: 50, replies: [.posted("acknowledgement", at: 60)])
      .with { $0.startedAt = fixtureTime }
    let early = ReportRow.make(2, at: 50, replies: [.posted("answer", at: 40)])
    let report = try await ListedRows(rows: [row, early]).reported()
    #expect(report.total.firstReply == Quantiles([60, 0]))
    #expect(report.total.humanAnswer.count == 0)
  }

  @Test func groupsBeyondTheLimitAreOne() async throws {
    let rows = (1...60).map { ReportRow.make($0, intent: "i\($0)") } + [.make(61, intent: "i60")]
    let groups = try await ListedRows(rows: rows).reported().groups
    #expect(groups.intent.count == Report.groupLimit + 1)
    #expect(groups.intent.first?.name == Report.others)
    #expect(groups.intent.first?.figures.volume.all == 11)
    #expect(groups.team.map(\.name) == [Report.none])
  }

  @Test func theFirstAutomaticReplyNamesTemplateAndStage() {
    let row = ReportRow.make(replies: [
      .posted("human", at: 1), .posted("answer", at: 9, template: "faq:late"),
      .posted("acknowledgement", at: 5, template: "courses:complaint#2"),
      .init(kind: "answer", template: "never:sent"),
    ])
    #expect(row.template == "courses:complaint#2" && row.stage == "courses")
    let unnamed = ReportRow.make(replies: [.posted("answer", at: 1)])
      .with { $0.reason = "loud: answer" }
    #expect(unnamed.template == nil && unnamed.stage == "loud")
    #expect(ReportRow.make().stage == nil)
  }

  @Test func theJSONComesBackAsItWas() async throws {
    let row = ReportRow.make(
      intent: "complaint", sentiment: "negative",
      replies: [.posted("acknowledgement", at: 5.123, template: "courses:a#1")],
      acknowledge: [.due(60, .met)], human: [.due(60, .missed)],
      outcomes: [.init(step: 1, since: fixtureTime, isTreated: true, result: "thanked")])
    let report = try await ListedRows(rows: [row], corrected: ["template": 2]).reported()
    let json = try report.json()
    #expect(try Report(json) == report)
    #expect(try Report(json).json() == json)
    #expect(json["total"]?["firstReply"]?["p50Seconds"] == 5.123)
    #expect(json["corrections"] == ["template": 2])
  }
}

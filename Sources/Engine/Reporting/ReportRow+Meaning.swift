public import Foundation

/// What the facts of one message mean. docs/reports.md says the same to readers of reports.
extension ReportRow {
  /// Who or what a message counts as; each message is exactly one of these.
  public enum Origin: String, Sendable, Codable, CaseIterable {
    /// A person's message, which stands for itself.
    case customer
    /// Written by a machine: never answered (P7).
    case machine
    /// Part of a burst, decided together with a later message that counts instead.
    case coalesced
  }

  public var origin: Origin { isCoalesced ? .coalesced : isAutomated ? .machine : .customer }

  /// Whether the customer wanted a reply: a customer's message that did not end ignored, and
  ///
  /// - is a question or a complaint by its intent, or
  /// - has `wantsReply` of at least 0.5, where the intent stage says that, or
  /// - is anything else, where it does not say it: what nobody judged counts as wanting one.
  ///
  /// Ignored are those that a course or stage ignored, that their author deleted, and those whose
  /// reply became pointless because the author wrote again: the later message counts.
  public var wantedReply: Bool {
    guard origin == .customer, closing != .ignored, action != "ignore" else { return false }
    if intent == "question" || intent == "complaint" { return true }
    return wantsReply.map { $0 >= 0.5 } ?? true
  }

  /// The first answer of a person: a reply of theirs through replyd, a handoff closed as answered,
  /// or an answer on the platform itself.
  public var humanAnswerAt: Date? {
    var times = replies.filter { $0.kind == "human" }.compactMap(\.postedAt)
    if let handoff, handoff.state == .answered, let at = handoff.closedAt { times.append(at) }
    if let answeredNativelyAt { times.append(answeredNativelyAt) }
    return times.min()
  }

  /// The first answer, a machine's or a person's.
  public var answerAt: Date? {
    let ours = replies.filter { $0.kind == "answer" }.compactMap(\.postedAt)
    return (ours + [humanAnswerAt].compactMap { $0 }).min()
  }

  /// The first reply that promises and does not solve: an acknowledgement or a holding statement.
  public var acknowledgedAt: Date? {
    replies.filter { $0.kind == "acknowledgement" || $0.kind == "holdingStatement" }
      .compactMap(\.postedAt).min()
  }

  /// The first acknowledgement or answer.
  public var firstReplyAt: Date? { [acknowledgedAt, answerAt].compactMap { $0 }.min() }

  /// What a message that wanted a reply had got when its human window ended. The window is the
  /// last cycle's, business hours included; a message without one never had to be answered.
  public enum Answering: String, Sendable, Codable, CaseIterable {
    /// An answer, a machine's or a person's, in time.
    case answered
    /// Only an acknowledgement or holding statement.
    case acknowledgementOnly
    case nothing
    /// No answer yet, and the window has not ended.
    case running
  }

  public func answering(now: Date) -> Answering {
    let due = human.max { ($0.cycle, $0.due) < ($1.cycle, $1.due) }?.due
    if let answerAt, due.map({ answerAt <= $0 }) ?? true { return .answered }
    guard let due, due <= now else { return .running }
    return acknowledgedAt.map { $0 <= due } == true ? .acknowledgementOnly : .nothing
  }

  /// One clock of all cycles: missed in one is missed, whatever became of the others, so that an
  /// edit hides no breach; else it runs, or was met, or was void. nil: it never started.
  public static func outcome(of windows: [Window]) -> Window.Outcome? {
    let outcomes = Set(windows.map(\.outcome))
    return [.missed, .running, .met, .void].first(where: outcomes.contains)
  }

  /// Seconds between two instants, to the millisecond; never negative: platforms' clocks differ.
  public static func delay(from start: Date, to end: Date) -> Double {
    max(0, (end.timeIntervalSince(start) * 1000).rounded() / 1000)
  }

  /// How late a missed clock is.
  public struct Lateness: Sendable, Hashable {
    public var seconds: Double
    /// Nothing has met it until now.
    public var isOpen: Bool
  }

  /// From when the first missed window was due to the first reply after that, or to now.
  ///
  /// - Parameter replies: all that could have met it.
  public static func lateness(
    of windows: [Window], replies: [Date], now: Date
  ) -> Lateness {
    let due = windows.filter { $0.outcome == .missed }.map(\.due).min() ?? now
    let met = replies.filter { $0 > due }.min()
    return Lateness(seconds: delay(from: due, to: met ?? now), isOpen: met == nil)
  }

  /// When an answer, a machine's or a person's, was given.
  var answerTimes: [Date] {
    replies.filter { $0.kind == "answer" || $0.kind == "human" }.compactMap(\.postedAt)
      + [humanAnswerAt].compactMap { $0 }
  }

  /// When an acknowledgement or answer was given.
  var replyTimes: [Date] { replies.compactMap(\.postedAt) + [humanAnswerAt].compactMap { $0 } }

  /// Of the first automatic reply that is out.
  public var template: String? { firstAutomatic?.template }

  /// The stage that wrote the first automatic reply: what stands before the colon of its template,
  /// else of the decision's reason. nil without a reply.
  public var stage: String? {
    guard let firstAutomatic else { return nil }
    let text = firstAutomatic.template ?? reason ?? ""
    guard let colon = text.firstIndex(of: ":") else { return nil }
    return String(text[..<colon])
  }

  private var firstAutomatic: Reply? {
    replies.filter { $0.kind != "human" && $0.postedAt != nil }
      .min { ($0.postedAt ?? .distantFuture) < ($1.postedAt ?? .distantFuture) }
  }
}

import Foundation

/// The figures of a set of messages: of all of them, or of one connector's, team's, intent's or
/// template's. `docs/reports.md` defines each for readers of reports.
public struct ReportFigures: Sendable, Hashable, Codable {
  /// Messages by what they count as; `all` is the sum of the others.
  public struct Volume: Sendable, Hashable, Codable {
    public var all = 0
    public var customers = 0
    public var machines = 0
    public var coalesced = 0

    public init() {}
  }

  /// Messages that wanted a reply, by what they had got when their human window ended.
  public struct Wanted: Sendable, Hashable, Codable {
    /// The sum of the four others.
    public var all = 0
    public var answered = 0
    public var acknowledgementOnly = 0
    public var nothing = 0
    /// Their window has not ended: in neither part of the rate.
    public var running = 0
    /// (nothing + acknowledgementOnly) of all but the running ones.
    public var unanswered = Share(0, of: 0)

    public init() {}
  }

  /// One clock, each customer's message once.
  public struct Windows: Sendable, Hashable, Codable {
    public var met = 0
    public var missed = 0
    public var running = 0
    /// Ended by something else: the reply was not wanted any more.
    public var void = 0
    /// met of (met + missed).
    public var inTime = Share(0, of: 0)

    public init() {}
  }

  public struct Handoffs: Sendable, Hashable, Codable {
    /// In all cycles.
    public var opened = 0
    /// Somebody took them, whatever came then.
    public var taken = 0
    /// Messages by the state of their last handoff.
    public var states: [String: Int] = [:]

    public init() {}
  }

  /// Customers' messages by bucket, in the order of the report's buckets.
  public struct Series: Sendable, Hashable, Codable {
    public var received: [Int]
    public var wantedReply: [Int]
    public var negative: [Int]
    public var neutral: [Int]
    public var positive: [Int]

    init(buckets: Int) {
      let empty = Array(repeating: 0, count: buckets)
      (received, wantedReply, negative, neutral, positive) = (empty, empty, empty, empty, empty)
    }
  }

  public var volume = Volume()
  public var wanted = Wanted()
  public var acknowledgeWindow = Windows()
  public var humanWindow = Windows()
  /// From the message to the first acknowledgement or answer.
  public var firstReply = Quantiles([])
  /// From the message to a person's answer.
  public var humanAnswer = Quantiles([])
  /// Customers' messages by label.
  public var sentiment: [String: Int] = [:]
  /// Posted ones by kind.
  public var replies: [String: Int] = [:]
  public var handoffs = Handoffs()
  public var series: Series

  init(buckets: Int) { series = Series(buckets: buckets) }
}

/// Adds up figures, message by message.
struct FigureTally {
  private var figures: ReportFigures
  private var firstReplies: [Double] = []
  private var humanAnswers: [Double] = []

  init(buckets: Int) { figures = ReportFigures(buckets: buckets) }

  var volume: Int { figures.volume.all }

  /// - Parameter bucket: when it was received.
  mutating func add(_ row: ReportRow, bucket: Int?, now: Date) {
    figures.volume.all += 1
    for reply in row.replies where reply.postedAt != nil {
      figures.replies[reply.kind, default: 0] += 1
    }
    if let handoff = row.handoff {
      figures.handoffs.opened += row.handoffs
      if handoff.takenAt != nil { figures.handoffs.taken += 1 }
      figures.handoffs.states[handoff.state.rawValue, default: 0] += 1
    }
    switch row.origin {
    case .machine: figures.volume.machines += 1
    case .coalesced: figures.volume.coalesced += 1
    case .customer:
      figures.volume.customers += 1
      addCustomers(row, bucket: bucket, now: now)
    }
  }

  private mutating func addCustomers(_ row: ReportRow, bucket: Int?, now: Date) {
    Self.count(ReportRow.outcome(of: row.acknowledge), in: &figures.acknowledgeWindow)
    Self.count(ReportRow.outcome(of: row.human), in: &figures.humanWindow)
    if let at = row.firstReplyAt {
      firstReplies.append(ReportRow.delay(from: row.startedAt, to: at))
    }
    if let at = row.humanAnswerAt {
      humanAnswers.append(ReportRow.delay(from: row.startedAt, to: at))
    }
    if let label = row.sentiment { figures.sentiment[label, default: 0] += 1 }
    if row.wantedReply { addWanted(row.answering(now: now)) }
    guard let bucket else { return }
    figures.series.received[bucket] += 1
    if row.wantedReply { figures.series.wantedReply[bucket] += 1 }
    switch row.sentiment {
    case "negative": figures.series.negative[bucket] += 1
    case "neutral": figures.series.neutral[bucket] += 1
    case "positive": figures.series.positive[bucket] += 1
    default: break
    }
  }

  private mutating func addWanted(_ answering: ReportRow.Answering) {
    figures.wanted.all += 1
    switch answering {
    case .answered: figures.wanted.answered += 1
    case .acknowledgementOnly: figures.wanted.acknowledgementOnly += 1
    case .nothing: figures.wanted.nothing += 1
    case .running: figures.wanted.running += 1
    }
  }

  private static func count(
    _ outcome: ReportRow.Window.Outcome?, in windows: inout ReportFigures.Windows
  ) {
    switch outcome {
    case .met: windows.met += 1
    case .missed: windows.missed += 1
    case .running: windows.running += 1
    case .void: windows.void += 1
    case nil: break
    }
  }

  /// With the rates and quantiles of what was added.
  func result() -> ReportFigures {
    var figures = figures
    let wanted = figures.wanted
    figures.wanted.unanswered = Share(
      wanted.nothing + wanted.acknowledgementOnly, of: wanted.all - wanted.running)
    for path in [\ReportFigures.acknowledgeWindow, \ReportFigures.humanWindow] {
      let windows = figures[keyPath: path]
      figures[keyPath: path].inTime = Share(windows.met, of: windows.met + windows.missed)
    }
    figures.firstReply = Quantiles(firstReplies)
    figures.humanAnswer = Quantiles(humanAnswers)
    return figures
  }
}

import PluginKit

/// The settings of one recording.
struct ReplaySettings: Settings {
  let file: String
  let speed: Double
  let restamp: Bool
  let maxLength: Int
  let postingBudget: PostingBudget?
  private let repliesPath: String?

  init(_ f: inout Fields) {
    file = f.path("file", help: "the recording: one message or event a line, as JSON")
    speed = f.number(
      "speed", default: 1, in: 0...1_000_000,
      help: "how many times faster than recorded; 0 plays all of it at once")
    repliesPath = f.optionalPath(
      "replies", help: "where posted replies are appended; default: FILE.replies.jsonl")
    restamp = f.flag(
      "restamp", default: false,
      help: "move the recorded times so that the recording starts now")
    maxLength = f.integer(
      "maxLength", default: 500, in: 1...100_000, unit: "characters",
      help: "the longest reply this platform takes")
    let posts = f.optionalInteger(
      "postingBudget", in: PostingBudget.range, unit: "posts",
      help: "how many posts this platform takes in a span of postingBudgetPer; none: any number")
    let per = f.duration(
      "postingBudgetPer", default: .hours(3), in: .seconds(1) ... .hours(24 * 30),
      help: "the span of postingBudget; it begins at multiples of itself, in UTC")
    postingBudget = posts.map { PostingBudget(posts: $0, per: per, isAligned: true) }
  }

  /// Beside the recording, unless set.
  var replies: String {
    repliesPath ?? (file.hasSuffix(".jsonl") ? String(file.dropLast(6)) : file) + ".replies.jsonl"
  }
}

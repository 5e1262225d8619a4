/// What the writer of a mail wrote now: without the history that programs put below or around it,
/// and without signatures.
///
/// Quoted lines go, with the line that says whose they are; what stands between them stays. Where
/// history begins that is not marked line by line, the rest goes. If nothing were left (a mail that
/// only forwards, an empty answer), everything stays, without the marks of quoting.
enum OwnWords {
  static func text(of body: String) -> String {
    let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let own = Signature.removed(from: withoutHistory(lines))
    if !own.allSatisfy(\.isBlank) { return PlainText.tidied(own) }
    return PlainText.tidied(lines.map(unquoted))
  }

  static func isQuoted(_ line: String) -> Bool { line.first == ">" }

  private static func unquoted(_ line: String) -> String {
    isQuoted(line) ? line.drop { $0 == ">" }.trimmingSpaces() : line
  }

  private static func withoutHistory(_ lines: [String]) -> [String] {
    let mark = HistoryMark(lines)
    var own: [String] = []
    var index = 0
    while index < lines.count {
      if isQuoted(lines[index]) {
        index += 1
      } else if let attribution = Attribution(lines, at: index) {
        if attribution.isFollowedByQuote {
          index = attribution.end
        } else if attribution.isCertain {
          break
        } else {
          own.append(lines[index])
          index += 1
        }
      } else if mark.stands(at: index) {
        break
      } else {
        own.append(lines[index])
        index += 1
      }
    }
    return own
  }
}

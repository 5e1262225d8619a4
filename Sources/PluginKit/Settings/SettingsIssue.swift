/// One thing wrong with a config, in words for the operator.
public struct SettingsIssue: Error, Sendable, Hashable, CustomStringConvertible {
  public var file: String
  public var position: JSONNode.Position
  /// `stages[2].settings.answerAbove`; empty for the whole document.
  public var path: String
  /// What was expected and what was found, and the nearest valid name where there is one.
  public var message: String

  public init(file: String, position: JSONNode.Position, path: String, message: String) {
    self.file = file
    self.position = position
    self.path = path
    self.message = message
  }

  public var description: String {
    let place = "\(file):\(position.line):\(position.column)"
    return path.isEmpty ? "\(place): \(message)" : "\(place): \(path): \(message)"
  }
}

/// A field's place in its file.
public struct SettingsPlace: Sendable, Hashable {
  public var file: String
  public var path: String
  public var position: JSONNode.Position

  public init(file: String, path: String, position: JSONNode.Position) {
    self.file = file
    self.path = path
    self.position = position
  }

  public func issue(_ message: String) -> SettingsIssue {
    SettingsIssue(file: file, position: position, path: path, message: message)
  }
}

/// All that is wrong with a config, in file order.
public struct SettingsIssues: Error, Sendable, CustomStringConvertible {
  public var all: [SettingsIssue]
  public init(_ all: [SettingsIssue]) {
    self.all = all
  }
  public var description: String { all.map(\.description).joined(separator: "\n") }
}

/// The known name that `name` was probably meant to be.
public func nearestName(to name: String, among known: some Sequence<String>) -> String? {
  let scored = known.map { ($0, editDistance(name.lowercased(), $0.lowercased())) }
  guard let best = scored.min(by: { ($0.1, $0.0) < ($1.1, $1.0) }) else { return nil }
  return best.1 <= max(2, name.count / 3) ? best.0 : nil
}

/// `unknown team "caer"; did you mean "care"?`, else with all that are known.
public func unknownName(_ word: String, _ name: String, known: some Collection<String>) -> String {
  let message = "unknown \(word) \(JSONValue.string(String(name.prefix(60))).text())"
  if let near = nearestName(to: name, among: known) {
    return message + "; did you mean \"\(near)\"?"
  }
  if known.isEmpty { return message + "; there is none to name" }
  return message + "; known \(word)s: \(known.sorted().joined(separator: ", "))"
}

/// Damerau–Levenshtein distance (optimal string alignment): a swap of neighbours counts as one.
func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a.prefix(64))
  let b = Array(b.prefix(64))
  if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
  var previous: [Int] = []
  var row = Array(0...b.count)
  for i in 1...a.count {
    var next = [i]
    for j in 1...b.count {
      let cost = a[i - 1] == b[j - 1] ? 0 : 1
      var best = min(next[j - 1] + 1, row[j] + 1, row[j - 1] + cost)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        best = min(best, previous[j - 2] + 1)
      }
      next.append(best)
    }
    previous = row
    row = next
  }
  return row[b.count]
}

/// A reply mentions nobody but the author it answers: any other mention notifies a stranger.
struct MentionScanner {
  /// Time is linear in the text and its links, both in order.
  static func violations(
    in scalars: [Unicode.Scalar], authorHandle: String, links: [FoundLink]
  ) -> [String] {
    let author = plain(authorHandle)
    var reasons: [String] = []
    var seen: Set<String> = []
    var links = links[...]
    var index = 0
    while index < scalars.count {
      while let link = links.first, link.range.upperBound <= index { links.removeFirst() }
      let isInLink = links.first?.range.contains(index) == true
      let followsWord = index > 0 && FoldedScalars.isWord(scalars[index - 1])
      guard scalars[index] == "@", !isInLink, !followsWord else {
        index += 1
        continue
      }
      let handle = handle(in: scalars, after: &index)
      guard !handle.isEmpty, handle != author, seen.insert(handle).inserted else { continue }
      reasons.append("mention of somebody else: \"@\(handle.prefix(80))\"")
    }
    return reasons
  }

  /// `name` or `name@server`, in lower case; leaves `index` behind it.
  private static func handle(in scalars: [Unicode.Scalar], after index: inout Int) -> String {
    index += 1
    let start = index
    skipName(scalars, &index)
    if index > start, index + 1 < scalars.count, scalars[index] == "@",
      FoldedScalars.isWord(scalars[index + 1])
    {
      index += 1
      skipName(scalars, &index)
    }
    var end = index
    while end > start, scalars[end - 1] == "." || scalars[end - 1] == "-" { end -= 1 }
    return FoldedScalars.text(scalars[start..<end]).lowercased()
  }

  private static func skipName(_ scalars: [Unicode.Scalar], _ index: inout Int) {
    while index < scalars.count,
      FoldedScalars.isWord(scalars[index]) || scalars[index] == "." || scalars[index] == "-"
    {
      index += 1
    }
  }

  private static func plain(_ handle: String) -> String {
    FoldedScalars.text(FoldedScalars.of(handle).drop { $0 == "@" }).lowercased()
  }
}

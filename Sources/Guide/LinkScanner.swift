/// Finds addresses in one pass: `scheme://...`, bare domains such as `example.com/x`, and e-mail
/// addresses. Platforms make links of all three. Time is linear in the text.
struct LinkScanner {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var links: [FoundLink] = []

  /// - Parameter scalars: from `FoldedScalars`.
  static func links(in scalars: [Unicode.Scalar]) -> [FoundLink] {
    var scanner = LinkScanner(scalars: scalars)
    while scanner.index < scalars.count {
      if Self.isHost(scalars[scanner.index]) {
        scanner.readRun()
      } else {
        scanner.index += 1
      }
    }
    return scanner.links
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private static func isHost(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "." || scalar == "-" || FoldedScalars.isWord(scalar)
  }
}

extension LinkScanner {
  /// Reads a run of letters, digits, dots and hyphens, and what it turns out to begin.
  private mutating func readRun() {
    let start = index
    while index < scalars.count, Self.isHost(scalars[index]) { index += 1 }
    if scalar(at: index) == ":", scalar(at: index + 1) == "/", scalar(at: index + 2) == "/" {
      readAuthority(schemeAt: start)
    } else if start > 0, scalars[start - 1] == "@" {
      readAfterAt(start)
    } else if scalar(at: index) != "@" {
      readBare(start)
    }
  }

  private mutating func readAuthority(schemeAt start: Int) {
    let scheme = FoldedScalars.text(scalars[start..<index]).lowercased()
    index += 3
    let first = index
    while let next = scalar(at: index), !Self.endsAddress(next), !Self.beginsPath(next) {
      index += 1
    }
    var last = index
    while last > first, "].:!*".unicodeScalars.contains(scalars[last - 1]) { last -= 1 }
    let authority = FoldedScalars.text(scalars[first..<last]).lowercased()
    skipPath()
    links.append(.init(form: .web(scheme: scheme), authority: authority, range: start..<index))
  }

  /// `name@host` is an e-mail address, `@name@host` and `@name` are mentions.
  private mutating func readAfterAt(_ start: Int) {
    var local = start - 1
    while local > 0, Self.isHost(scalars[local - 1]) { local -= 1 }
    guard local < start - 1, local == 0 || scalars[local - 1] != "@" else { return }
    let host = Self.trimmed(FoldedScalars.text(scalars[start..<index]).lowercased())
    guard host.contains(".") else { return }
    links.append(.init(form: .email, authority: host, range: local..<index))
  }

  private mutating func readBare(_ start: Int) {
    guard scalars[start..<index].contains(".") else { return }
    let host = Self.trimmed(FoldedScalars.text(scalars[start..<index]).lowercased())
    guard TopLevelDomain.ends(host) || (host.hasPrefix("www.") && host.count > 4) else { return }
    if scalar(at: index) == ":" {
      var end = index + 1
      while let digit = scalar(at: end), ("0"..."9").contains(digit) { end += 1 }
      if end > index + 1 { index = end }
    }
    if let next = scalar(at: index), Self.beginsPath(next) { skipPath() }
    links.append(.init(form: .bare, authority: host, range: start..<index))
  }

  private mutating func skipPath() {
    while index < scalars.count, !Self.endsAddress(scalars[index]) { index += 1 }
  }

  private func scalar(at index: Int) -> Unicode.Scalar? {
    index < scalars.count ? scalars[index] : nil
  }

  private static func endsAddress(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "<", ">", "\"", "'", "`", "(", ")", "{", "}", "|", ",", ";": true
    default: FoldedScalars.isSpace(scalar)
    }
  }

  private static func beginsPath(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "/" || scalar == "?" || scalar == "#"
  }

  private static func trimmed(_ host: String) -> String {
    var host = host[...]
    while let last = host.last, ".-".contains(last) { host.removeLast() }
    return String(host.drop { ".-".contains($0) })
  }
}

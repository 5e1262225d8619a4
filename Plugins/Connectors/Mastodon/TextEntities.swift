/// Finds links and mentions in a text as Mastodon does when it counts and renders a status
/// (`app/lib/extractor.rb`, `app/models/account.rb`), in linear time.
struct TextEntities {
  enum Kind: Equatable {
    case link
    /// `name` without `@` and domain.
    case mention(name: String)
  }

  struct Entity: Equatable {
    var kind: Kind
    /// In UTF-8 bytes.
    var range: Range<Int>
  }

  let bytes: [UInt8]

  init(_ text: String) { bytes = Array(text.utf8) }

  func all() -> [Entity] {
    var found: [Entity] = []
    var position = 0
    while position < bytes.count {
      if let entity = entity(at: position) {
        found.append(entity)
        position = entity.range.upperBound
      } else {
        position += 1
      }
    }
    return found
  }

  /// The text with each entity replaced by what `replace` makes of it; nil keeps it.
  func replacing(_ replace: (Kind) -> String?) -> String {
    var kept: [UInt8] = []
    var position = 0
    for entity in all() {
      kept += bytes[position..<entity.range.lowerBound]
      kept += replace(entity.kind).map { Array($0.utf8) } ?? Array(bytes[entity.range])
      position = entity.range.upperBound
    }
    return String(decoding: kept + bytes[position...], as: UTF8.self)
  }

  func entity(at position: Int) -> Entity? {
    switch bytes[position] {
    case UInt8(ascii: "h"), UInt8(ascii: "H"): link(at: position)
    case UInt8(ascii: "@"): mention(at: position)
    default: nil
    }
  }
}

extension TextEntities {
  private func link(at start: Int) -> Entity? {
    if start > 0, bytes[start - 1].isWord || "@#$".utf8.contains(bytes[start - 1]) { return nil }
    guard let hostStart = afterScheme(start) else { return nil }
    var hostEnd = run(from: hostStart) { $0.isWord || $0 >= 0x80 || $0 == 0x2D || $0 == 0x2E }
    while hostEnd > hostStart, bytes[hostEnd - 1] == 0x2E { hostEnd -= 1 }
    let host = bytes[hostStart..<hostEnd]
    guard let dot = host.lastIndex(of: 0x2E), dot > hostStart, hostEnd - dot > 2,
      host[(dot + 1)...].allSatisfy({ $0.isLetter || $0 >= 0x80 })
    else { return nil }
    var end = hostEnd
    if byte(end) == UInt8(ascii: ":") {
      let portEnd = run(from: end + 1) { $0.isDigit }
      if portEnd > end + 1 { end = portEnd }
    }
    if let next = byte(end), "/?#".utf8.contains(next) { end = pathEnd(from: end) }
    return Entity(kind: .link, range: start..<end)
  }

  private func afterScheme(_ start: Int) -> Int? {
    for scheme in ["https://", "http://"] {
      let end = start + scheme.utf8.count
      if end < bytes.count,
        zip(bytes[start..<end], scheme.utf8).allSatisfy({ $0 | 0x20 == $1 | 0x20 })
      {
        return end
      }
    }
    return nil
  }

  /// Stops early when in doubt: what is left out is counted letter by letter, never too little.
  private func pathEnd(from start: Int) -> Int {
    var end = run(from: start) {
      $0.isWord || "/?#-.~%=&+@:!$,;'*".utf8.contains($0)
    }
    while end > start + 1, ".,;:!?'*".utf8.contains(bytes[end - 1]) { end -= 1 }
    return end
  }

  /// `(?<![=/[:word:]])@([a-z0-9_]+([a-z0-9_.-]+[a-z0-9_]+)?)(@[[:word:].-]+[[:word:]]+)?`.
  private func mention(at start: Int) -> Entity? {
    if start > 0 {
      let before = bytes[start - 1]
      if before.isWord || before >= 0x80 || "=/@".utf8.contains(before) { return nil }
    }
    let nameEnd = nameEnd(from: start + 1, allowWide: false)
    guard nameEnd > start + 1 else { return nil }
    let name = String(decoding: bytes[(start + 1)..<nameEnd], as: UTF8.self)
    var end = nameEnd
    if byte(nameEnd) == UInt8(ascii: "@") {
      let domainEnd = self.nameEnd(from: nameEnd + 1, allowWide: true)
      if domainEnd > nameEnd + 2 { end = domainEnd }
    }
    return Entity(kind: .mention(name: name), range: start..<end)
  }

  private func nameEnd(from start: Int, allowWide: Bool) -> Int {
    var end = run(from: start) {
      $0.isWord || $0 == 0x2E || $0 == 0x2D || (allowWide && $0 >= 0x80)
    }
    while end > start, bytes[end - 1] == 0x2E || bytes[end - 1] == 0x2D { end -= 1 }
    return end > start && (bytes[start] == 0x2E || bytes[start] == 0x2D) ? start : end
  }

  private func byte(_ position: Int) -> UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  private func run(from start: Int, while matches: (UInt8) -> Bool) -> Int {
    var end = start
    while end < bytes.count, matches(bytes[end]) { end += 1 }
    return end
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
  fileprivate var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }
  fileprivate var isWord: Bool { isDigit || isLetter || self == 0x5F }
}

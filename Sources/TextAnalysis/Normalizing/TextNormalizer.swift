/// The single pass behind `NormalizedText`: reads UTF-8, writes tokens.
struct TextNormalizer {
  private(set) var bytes: [UInt8] = []
  private(set) var tokens: [TextToken] = []
  private(set) var shoutedWords = 0

  /// Where the scalar being read begins in the input.
  private var here = 0
  /// Where the word being read begins: in `bytes`, -1 outside of words, and in the input.
  private var wordStart = -1
  private var wordSource = 0
  /// Within a hashtag a capital after a small letter begins the next word.
  private var isInTag = false
  private var lastWasSmall = false
  private var lastLetter: UInt32 = 0
  private var letterRun = 0
  private var capitals = 0
  private var lastEmoji: UInt32 = 0
  private var emojiRun = 0

  /// How many bytes to read: at most `limit`, never half a scalar.
  static func prefixLength(of input: UnsafeBufferPointer<UInt8>, limit: Int) -> Int {
    guard input.count > limit else { return input.count }
    var length = limit
    while length > 0, input[length] & 0xC0 == 0x80 { length -= 1 }
    return length
  }

  mutating func read(_ input: UnsafeBufferPointer<UInt8>) {
    bytes.reserveCapacity(input.count + input.count / 4 + 16)
    tokens.reserveCapacity(input.count / 4 + 4)
    bytes.append(0x20)
    var position = 0
    while position < input.count {
      here = position
      let byte = input[position]
      if byte < 0x80 {
        position = readASCII(byte, in: input, next: position + 1)
      } else {
        let (scalar, width) = UTF8Scalar.decode(input, at: position)
        position = readScalar(scalar, in: input, next: position + width)
      }
    }
    here = input.count
    endWord()
  }
}

extension TextNormalizer {
  /// Reads one ASCII byte that stands before `next`; returns where to read on.
  private mutating func readASCII(
    _ byte: UInt8, in input: UnsafeBufferPointer<UInt8>, next: Int
  ) -> Int {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
      if wordStart < 0, let end = TextPattern.urlEnd(first: byte, in: input, next: next) {
        appendToken(.url, "<url>", endingAt: end)
        return end
      }
      let isSmall = byte >= 0x61
      if !isSmall {
        if isInTag, lastWasSmall { splitTag() }
        capitals += 1
      }
      appendLetter(UInt32(byte | 0x20))
      lastWasSmall = isSmall
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      beginWord()
      bytes.append(byte)
      lastLetter = 0
    case UInt8(ascii: "#"):
      endWord()
      isInTag = next < input.count && TextPattern.isASCIILetter(input[next])
    case UInt8(ascii: "'"): readApostrophe(in: input, next: next)
    case UInt8(ascii: "@"): return readHandle(in: input, next: next)
    case UInt8(ascii: "&"): return readEntity(in: input, next: next)
    case UInt8(ascii: "\\"): return readEscape(in: input, next: next)
    case UInt8(ascii: "!"), UInt8(ascii: "?"):
      return readMarks(first: byte, in: input, next: next)
    case UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "<"):
      return readEmoticon(byte, in: input, next: next)
    case 0x0A, 0x0D, UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "("), UInt8(ascii: ")"):
      endClause()
    default: endWord()
    }
    return next
  }

  private mutating func readScalar(
    _ scalar: UInt32, in input: UnsafeBufferPointer<UInt8>, next: Int
  ) -> Int {
    switch ScalarFolding.of(scalar) {
    case .dropped: break
    case .separator: endWord()
    case .clauseEnd: endClause()
    case .emoji: appendEmoji(scalar, endingAt: next)
    case .letter(let letter): appendLetter(letter)
    case .doubleS:
      appendLetter(0x73)
      appendLetter(0x73)
    case .ascii(let byte) where byte == UInt8(ascii: "&"): endWord()
    case .ascii(let byte): return readASCII(byte, in: input, next: next)
    }
    return next
  }

  private mutating func readApostrophe(in input: UnsafeBufferPointer<UInt8>, next: Int) {
    let follows = next < input.count && TextPattern.isASCIILetter(input[next])
    guard wordStart >= 0, follows else { return endWord() }
    bytes.append(UInt8(ascii: "'"))
    lastLetter = 0
  }

  private mutating func readHandle(in input: UnsafeBufferPointer<UInt8>, next: Int) -> Int {
    guard wordStart < 0, let end = TextPattern.handleEnd(in: input, from: next) else {
      endWord()
      return next
    }
    appendToken(.handle, "<handle>", endingAt: end)
    return end
  }

  /// A decoded `&` separates, so an entity is never decoded twice.
  private mutating func readEntity(in input: UnsafeBufferPointer<UInt8>, next: Int) -> Int {
    guard let (scalar, end) = HTMLEntity.decode(input, after: next) else {
      endWord()
      return next
    }
    if scalar == 0x26 {
      endWord()
      return end
    }
    if scalar < 0x80 { return readASCII(UInt8(scalar), in: input, next: end) }
    return readScalar(scalar, in: input, next: end)
  }

  /// `\u2019`, left over where JSON was read as text.
  private mutating func readEscape(in input: UnsafeBufferPointer<UInt8>, next: Int) -> Int {
    guard let (scalar, end) = TextPattern.escape(in: input, after: next) else {
      endWord()
      return next
    }
    if scalar == 0x26 || scalar == 0x5C {
      endWord()
      return end
    }
    if scalar < 0x80 { return readASCII(UInt8(scalar), in: input, next: end) }
    return readScalar(scalar, in: input, next: end)
  }

  private mutating func readMarks(
    first: UInt8, in input: UnsafeBufferPointer<UInt8>, next: Int
  ) -> Int {
    endWord()
    beginToken()
    let start = bytes.count
    bytes.append(first)
    var position = next
    while position < input.count,
      input[position] == UInt8(ascii: "!") || input[position] == UInt8(ascii: "?")
    {
      if bytes.count - start < 2 { bytes.append(input[position]) }
      position += 1
    }
    finishToken(.mark, from: start, in: here..<position)
    endClause()
    return position
  }

  private mutating func readEmoticon(
    _ eyes: UInt8, in input: UnsafeBufferPointer<UInt8>, next: Int
  ) -> Int {
    let found = TextPattern.emoticon(eyes: eyes, in: input, next: next, inWord: wordStart >= 0)
    guard let found else {
      if eyes == UInt8(ascii: "=") || eyes == UInt8(ascii: "<") {
        endWord()
      } else {
        endClause()
      }
      return next
    }
    endWord()
    beginToken()
    let start = bytes.count
    bytes.append(eyes == UInt8(ascii: "<") ? eyes : UInt8(ascii: ":"))
    bytes.append(found.mouth)
    finishToken(.emoticon, from: start, in: here..<found.end)
    return found.end
  }
}

extension TextNormalizer {
  private mutating func beginToken() {
    lastEmoji = 0
  }

  private mutating func beginWord() {
    guard wordStart < 0 else { return }
    beginToken()
    wordStart = bytes.count
    wordSource = here
    lastLetter = 0
    lastWasSmall = false
  }

  /// Appends a lower-case letter, unless it is the third or later of a run.
  private mutating func appendLetter(_ letter: UInt32) {
    beginWord()
    letterRun = letter == lastLetter ? letterRun + 1 : 1
    lastLetter = letter
    guard letterRun <= 2 else { return }
    if letter < 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: letter))
    } else {
      UTF8Scalar.append(letter, to: &bytes)
    }
  }

  private mutating func endWord() {
    guard wordStart >= 0 else { return }
    let start = wordStart
    wordStart = -1
    if capitals >= 3, capitals >= bytes.count - start { shoutedWords += 1 }
    capitals = 0
    isInTag = false
    finishToken(.word, from: start, in: wordSource..<here)
  }

  private mutating func splitTag() {
    endWord()
    isInTag = true
  }

  private mutating func endClause() {
    endWord()
    if !tokens.isEmpty { tokens[tokens.count - 1].endsClause = true }
  }

  private mutating func appendToken(
    _ kind: TextToken.Kind, _ text: StaticString, endingAt end: Int
  ) {
    beginToken()
    capitals = 0
    let start = bytes.count
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    finishToken(kind, from: start, in: here..<end)
  }

  /// A run of one emoji counts twice at most.
  private mutating func appendEmoji(_ scalar: UInt32, endingAt end: Int) {
    endWord()
    emojiRun = scalar == lastEmoji ? emojiRun + 1 : 1
    lastEmoji = scalar
    guard emojiRun <= 2 else { return }
    let start = bytes.count
    UTF8Scalar.append(scalar, to: &bytes)
    finishToken(.emoji, from: start, in: here..<end)
  }

  private mutating func finishToken(
    _ kind: TextToken.Kind, from start: Int, in source: Range<Int>
  ) {
    tokens.append(
      TextToken(kind: kind, range: start..<bytes.count, source: source))
    bytes.append(0x20)
  }
}

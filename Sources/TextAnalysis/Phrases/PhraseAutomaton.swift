/// The Aho-Corasick automaton behind `PhraseMatcher`, as a full transition table over the classes
/// of bytes that occur in patterns.
struct PhraseAutomaton: Sendable {
  /// 0 for bytes that no pattern has.
  private var classOfByte = [UInt8](repeating: 0, count: 256)
  private var classCount = 1
  /// `next[state * classCount + class]`.
  private var next: [Int32]
  /// The last pattern that ends in a state, or -1; `samePattern` leads to earlier equal ones.
  private var pattern: [Int32] = [-1]
  private var samePattern: [Int32] = []
  /// The state itself if a pattern ends there, else its longest suffix where one does, else 0.
  private var output: [Int32] = [0]
  /// The longest proper suffix where a pattern ends, else 0.
  private var shorterOutput: [Int32] = [0]
  private let lengths: [Int]

  /// Matches nothing.
  init() {
    next = [0]
    lengths = []
  }

  init(_ patterns: [[UInt8]]) throws(PhraseError) {
    lengths = patterns.map(\.count)
    for pattern in patterns {
      for byte in pattern where classOfByte[Int(byte)] == 0 {
        classOfByte[Int(byte)] = UInt8(classCount)
        classCount += 1
      }
    }
    next = [Int32](repeating: -1, count: classCount)
    for index in patterns.indices { try insert(patterns[index], index) }
    connect()
  }

  /// Calls `found` with each pattern's index, start and end until it returns false.
  func scan(_ bytes: [UInt8], found: (Int, Int, Int) -> Bool) {
    bytes.withUnsafeBufferPointer { bytes in
      next.withUnsafeBufferPointer { next in
        classOfByte.withUnsafeBufferPointer { classOfByte in
          var state = 0
          for position in bytes.indices {
            state = Int(
              next[state * classCount + Int(classOfByte[Int(bytes[position])])])
            if output[state] != 0, !report(state, position + 1, found) { return }
          }
        }
      }
    }
  }
}

extension PhraseAutomaton {
  private func report(_ state: Int, _ end: Int, _ found: (Int, Int, Int) -> Bool) -> Bool {
    var current = Int(output[state])
    while current != 0 {
      var index = Int(pattern[current])
      while index >= 0 {
        if !found(index, end - lengths[index], end) { return false }
        index = Int(samePattern[index])
      }
      current = Int(shorterOutput[current])
    }
    return true
  }

  private mutating func insert(_ bytes: [UInt8], _ index: Int) throws(PhraseError) {
    var state = 0
    for byte in bytes {
      let slot = state * classCount + Int(classOfByte[Int(byte)])
      if next[slot] < 0 {
        guard pattern.count < PhraseMatcher.stateLimit else {
          throw .tooManyLetters(limit: PhraseMatcher.stateLimit)
        }
        next[slot] = Int32(pattern.count)
        next.append(contentsOf: repeatElement(-1, count: classCount))
        pattern.append(-1)
      }
      state = Int(next[slot])
    }
    samePattern.append(pattern[state])
    pattern[state] = Int32(index)
  }

  /// Breadth first: missing transitions become those of the longest proper suffix.
  private mutating func connect() {
    var suffix = [Int](repeating: 0, count: pattern.count)
    output = [Int32](repeating: 0, count: pattern.count)
    shorterOutput = output
    var queue = [0]
    var head = 0
    while head < queue.count {
      let state = queue[head]
      head += 1
      shorterOutput[state] = state == 0 ? 0 : output[suffix[state]]
      output[state] = pattern[state] >= 0 ? Int32(state) : shorterOutput[state]
      for byteClass in 0..<classCount {
        let slot = state * classCount + byteClass
        let fallback = state == 0 ? 0 : next[suffix[state] * classCount + byteClass]
        if next[slot] < 0 {
          next[slot] = fallback
        } else {
          suffix[Int(next[slot])] = Int(fallback)
          queue.append(Int(next[slot]))
        }
      }
    }
  }
}

public import PluginKit

/// Takes numbers that a notification does not need out of customers' words: cards, phones, e-mail
/// addresses, order numbers. The last characters stay, so that a colleague can tell two apart. One
/// pass, linear in the text; what looks like several things is masked as the first.
public struct Masking: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable { case card, phone, email, order }

  public var kinds: Set<Kind>

  public init(_ kinds: Set<Kind> = Set(Kind.allCases)) { self.kinds = kinds }

  /// Longer numbers are cut for the check; no card and no phone is.
  private static let maxDigits = 40

  public func masked(_ text: String) -> String {
    if kinds.isEmpty { return text }
    let bytes = Array(text.utf8)
    // No digit and no @: nothing to mask.
    guard bytes.contains(where: { $0 == 0x40 || Self.isDigit($0) }) else { return text }
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if let found = found(in: bytes, at: index) {
        out += Array(found.replacement.utf8)
        index = found.end
      } else {
        out.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private typealias Found = (replacement: String, end: Int)

  private func found(in bytes: [UInt8], at index: Int) -> Found? {
    // Only where a word begins.
    if index > 0, Self.isWord(bytes[index - 1]) { return nil }
    if Self.isWord(bytes[index]), let email = email(in: bytes, at: index) { return email }
    if Self.isDigit(bytes[index]) || bytes[index] == 0x2B || bytes[index] == 0x28,
      let number = number(in: bytes, at: index)
    {
      return number
    }
    return order(in: bytes, at: index)
  }
}

extension Masking {
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  /// Beyond ASCII every byte counts as a letter: a name in any script is one word.
  private static func isWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || isLetter(byte) || byte == 0x5F || byte >= 0x80
  }

  /// `name@host.tld`. A handle of the fediverse, `@name@host`, begins with an @ and is none.
  private func email(in bytes: [UInt8], at start: Int) -> Found? {
    guard kinds.contains(.email), start == 0 || bytes[start - 1] != 0x40 else { return nil }
    var index = start
    while index < bytes.count, index - start <= 64,
      Self.isWord(bytes[index]) || [0x2E, 0x2B, 0x2D, 0x25].contains(bytes[index])
    { index += 1 }
    guard index < bytes.count, bytes[index] == 0x40 else { return nil }
    let host = index + 1
    index = host
    var dots = 0
    while index < bytes.count, index - host <= 253,
      Self.isWord(bytes[index]) || bytes[index] == 0x2D || bytes[index] == 0x2E
    {
      if bytes[index] == 0x2E {
        guard index + 1 < bytes.count, Self.isWord(bytes[index + 1]) else { break }
        dots += 1
      }
      index += 1
    }
    return dots > 0 ? ("[e-mail]", index) : nil
  }

  /// A card (13 to 19 digits that pass Luhn's check) or a phone number (8 to 15 digits with a plus,
  /// a leading zero, a bracket or a separator): digits in groups.
  private func number(in bytes: [UInt8], at start: Int) -> Found? {
    var digits: [UInt8] = []
    var end = start
    var index = start
    var groups = 1
    while index < bytes.count, digits.count < Self.maxDigits {
      if Self.isDigit(bytes[index]) {
        digits.append(bytes[index] - 0x30)
        end = index + 1
        index += 1
        continue
      }
      let isFirst = digits.isEmpty
      let isSeparator = [0x20, 0x2D, 0x2E, 0x2F, 0x28, 0x29].contains(bytes[index])
      guard isFirst || isSeparator else { break }
      if !isFirst, index > end + 1 { break }
      if !isFirst, index == end { groups += 1 }
      index += 1
      if isFirst, index - start > 2 { return nil }
    }
    if end < bytes.count, Self.isWord(bytes[end]) { return nil }
    let tail = digits.suffix(4).map(String.init).joined()
    if kinds.contains(.card), (13...19).contains(digits.count), Self.passesLuhn(digits) {
      return ("[card …\(tail)]", end)
    }
    let looksCalled =
      bytes[start] == 0x2B || bytes[start] == 0x28 || digits.first == 0
      || groups >= 3
    guard kinds.contains(.phone), (8...15).contains(digits.count), looksCalled,
      !Self.isDate(bytes[start..<end])
    else { return nil }
    return ("[phone …\(tail.suffix(2))]", end)
  }

  /// `2026-11-27` or `27.11.2026`.
  private static func isDate(_ bytes: ArraySlice<UInt8>) -> Bool {
    let parts = bytes.split { !isDigit($0) }.map(\.count)
    return parts == [4, 2, 2] || parts == [2, 2, 4] || parts == [1, 2, 4] || parts == [2, 1, 4]
      || parts == [1, 1, 4]
  }

  private static func passesLuhn(_ digits: [UInt8]) -> Bool {
    var sum = 0
    for (place, digit) in digits.reversed().enumerated() {
      let doubled = place % 2 == 1 ? Int(digit) * 2 : Int(digit)
      sum += doubled > 9 ? doubled - 9 : doubled
    }
    return sum % 10 == 0
  }

  /// A word with at least five digits, or at least four with letters, dashes or a # before it:
  /// `#4711`, `NW-48213`, `302-7281915`. Prices, years and times are none.
  private func order(in bytes: [UInt8], at start: Int) -> Found? {
    guard kinds.contains(.order) else { return nil }
    let isMarked = bytes[start] == 0x23
    let first = isMarked ? start + 1 : start
    guard first < bytes.count, Self.isWord(bytes[first]), bytes[first] < 0x80,
      start == 0 || ![0x24, 0x2E, 0x2C, 0x3A, 0x40, 0x2F].contains(bytes[start - 1])
    else { return nil }
    var index = first
    var digits = 0
    var letters = 0
    var end = first
    while index < bytes.count, bytes[index] < 0x80,
      Self.isWord(bytes[index]) || bytes[index] == 0x2D
    {
      if Self.isDigit(bytes[index]) { digits += 1 }
      if Self.isLetter(bytes[index]) { letters += 1 }
      index += 1
      if bytes[index - 1] != 0x2D { end = index }
    }
    // "50000,00", "10:30": a price or a time.
    if end < bytes.count, [0x2C, 0x3A, 0x40].contains(bytes[end]), end + 1 < bytes.count,
      Self.isDigit(bytes[end + 1])
    {
      return nil
    }
    let isNumber = digits >= 5 || (digits >= 4 && (isMarked || letters > 0 && letters <= 4))
    guard isNumber, letters <= 24, !Self.isDate(bytes[first..<end]) else { return nil }
    let tail = String(decoding: bytes[first..<end].suffix(3), as: UTF8.self)
    return ("[order …\(tail)]", end)
  }
}

/// Reads a header and stops where the body begins.
struct HeaderReader {
  private var fields = MailFields()
  private var name: ArraySlice<UInt8>?
  private var value: [UInt8] = []
  private var isTooLong = false

  /// The fields from the reader's position on. They end with an empty line, with a line that is no
  /// field (it is the body's first, RFC 5322 says nothing of it and readers agree), or where
  /// `isDelimiter` says that a container's next part begins.
  static func read(
    _ lines: inout MailLines, maxBytes: Int, notes: inout Set<MailNote>,
    isDelimiter: (Range<Int>) -> Bool
  ) -> MailFields {
    var reader = HeaderReader()
    let start = lines.position
    while let line = lines.next() {
      let content = lines.bytes[line.content]
      if content.isEmpty { break }
      let isRead =
        !isDelimiter(line.content)
        && reader.take(
          content, isFirst: line.content.lowerBound == start,
          fits: line.end - start <= maxBytes)
      guard isRead else {
        lines.position = line.content.lowerBound
        break
      }
    }
    reader.close()
    if reader.isTooLong { notes.insert(.headerTooLong) }
    return reader.fields
  }

  /// Whether the line belongs to the header.
  private mutating func take(_ line: ArraySlice<UInt8>, isFirst: Bool, fits: Bool) -> Bool {
    if line.first == 0x20 || line.first == 0x09 {
      if isFirst { return false }
      // Some programs fold into lines of spaces; those still belong to the field.
      if fits { value += line } else { isTooLong = true }
      return true
    }
    // The separator line of a mailbox file.
    if isFirst, line.starts(with: "From ".utf8) { return true }
    guard let name = MailFields.name(of: line) else { return false }
    close()
    guard fits else {
      isTooLong = true
      return true
    }
    self.name = name
    let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.startIndex
    value = Array(line[(colon + 1)...])
    return true
  }

  private mutating func close() {
    if let name { fields.append(name: name, value: value) }
    name = nil
    value = []
  }
}

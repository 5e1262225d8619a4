/// Takes a mail apart, line by line. Each line is held against the boundaries of the containers it
/// is in, at most `maxDepth` of them: the time is linear in the mail's size.
struct TreeBuilder {
  private struct Container {
    var boundary: [UInt8]
    var part: Int
  }

  private struct Delimiter {
    var container: Int
    var isLast: Bool
  }

  /// RFC 2046, 5.1.1, allows 70; some programs write more.
  private static let maxBoundary = 200

  private(set) var tree: MailTree
  private let limits: MailLimits
  private var lines: MailLines
  private var containers: [Container] = []
  /// The part whose content is being read; nil between parts.
  private var current: Int?
  private var contentEnd = 0

  init(_ tree: MailTree, limits: MailLimits) {
    self.tree = tree
    self.limits = limits
    lines = MailLines(bytes: tree.bytes)
  }

  mutating func run() {
    begin(parent: nil)
    while let line = lines.next() {
      if let delimiter = delimiter(line.content) {
        close(at: contentEnd)
        containers.removeLast(containers.count - delimiter.container - (delimiter.isLast ? 0 : 1))
        if !delimiter.isLast { begin(parent: containers.last?.part) }
      } else {
        contentEnd = line.content.upperBound
      }
    }
    close(at: tree.bytes.count)
    if !containers.isEmpty { tree.notes.insert(.unfinished) }
    for index in tree.parts.indices where tree.parts[index].isMultipart {
      if tree.parts[index].children.isEmpty { makeText(index) }
    }
  }

  private mutating func close(at end: Int) {
    if let current {
      let start = tree.parts[current].content.lowerBound
      tree.parts[current].content = start..<max(start, end)
    }
    current = nil
  }

  /// Reads the header of a part, and of the mails that it directly contains.
  private mutating func begin(parent: Int?) {
    var parent = parent
    while true {
      guard tree.parts.count < limits.maxParts else {
        tree.notes.insert(.tooManyParts)
        return
      }
      let index = append(readFields(), parent: parent)
      let part = tree.parts[index]
      let isDeep = part.depth >= limits.maxDepth
      if isDeep, part.isMultipart || part.isMail {
        tree.notes.insert(.tooDeep)
        tree.parts[index].type = "application/octet-stream"
      } else if part.isMultipart {
        if let boundary = boundary(of: part) {
          containers.append(Container(boundary: boundary, part: index))
        }
      } else if part.isMail, isPlain(part) {
        parent = index
        continue
      }
      current = index
      contentEnd = lines.position
      return
    }
  }

  private func isPlain(_ part: MailPart) -> Bool {
    if case .identity = TransferEncoding(part.fields["content-transfer-encoding"]) { return true }
    return false
  }

  private mutating func readFields() -> MailFields {
    var (ahead, notes) = (lines, tree.notes)
    let fields = HeaderReader.read(&ahead, maxBytes: limits.maxHeaderBytes, notes: &notes) {
      delimiter($0) != nil
    }
    (lines, tree.notes) = (ahead, notes)
    return fields
  }

  private mutating func append(_ fields: MailFields, parent: Int?) -> Int {
    let container = parent.map { tree.parts[$0] }
    let standard = container?.type == "multipart/digest" ? "message/rfc822" : "text/plain"
    let parameters = FieldParameters(fields["content-type"] ?? standard, notes: &tree.notes)
    let index = tree.parts.count
    tree.parts.append(
      MailPart(
        fields: fields, type: parameters.value.contains("/") ? parameters.value : standard,
        parameters: parameters,
        disposition: FieldParameters(fields["content-disposition"] ?? "", notes: &tree.notes),
        content: lines.position..<lines.position, depth: container.map { $0.depth + 1 } ?? 0))
    if let parent { tree.parts[parent].children.append(index) }
    return index
  }

  /// The declared one, or without it what the first line that is not empty looks like.
  private mutating func boundary(of part: MailPart) -> [UInt8]? {
    if let declared = part.parameters["boundary"], !declared.isEmpty,
      declared.utf8.count <= Self.maxBoundary
    {
      return Array(declared.utf8)
    }
    tree.notes.insert(.noBoundary)
    var ahead = lines
    while let line = ahead.next() {
      if line.content.isEmpty { continue }
      let text = tree.bytes[line.content]
      guard text.starts(with: "--".utf8), (3...Self.maxBoundary).contains(text.count) else { break }
      return Array(text.dropFirst(2))
    }
    return nil
  }

  /// The innermost container whose boundary the line is (RFC 2046, 5.1.1): no longer text that
  /// merely begins with it.
  private func delimiter(_ line: Range<Int>) -> Delimiter? {
    let bytes = tree.bytes
    let dash = UInt8(ascii: "-")
    guard !containers.isEmpty, line.count > 2, bytes[line.lowerBound] == dash,
      bytes[line.lowerBound + 1] == dash
    else { return nil }
    let text = bytes[(line.lowerBound + 2)..<line.upperBound]
    for index in containers.indices.reversed()
    where text.starts(with: containers[index].boundary) {
      var rest = text.dropFirst(containers[index].boundary.count)
      let isLast = rest.starts(with: [dash, dash])
      if isLast { rest = rest.dropFirst(2) }
      if rest.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
        return Delimiter(container: index, isLast: isLast)
      }
    }
    return nil
  }

  /// A multipart in which no part was found is text.
  private mutating func makeText(_ index: Int) {
    tree.notes.insert(.noBoundary)
    tree.parts[index].type = "text/plain"
  }
}

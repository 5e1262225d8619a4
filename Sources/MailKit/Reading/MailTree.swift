/// One part of a mail, or the mail itself.
struct MailPart: Sendable {
  var fields: MailFields
  /// `text/plain`, ...: of the field, or what holds without one.
  var type: String
  var parameters: FieldParameters
  var disposition: FieldParameters
  /// Of the bytes, without the header; of a multipart only what stands before its first part.
  var content: Range<Int>
  var children: [Int] = []
  var depth: Int

  var isMultipart: Bool { type.hasPrefix("multipart/") }
  var isText: Bool { type.hasPrefix("text/") }
  var isMail: Bool { type == "message/rfc822" || type == "message/global" }

  /// As the sender named the file; hostile text like any other.
  var fileName: String? {
    let name = disposition["filename"] ?? parameters["name"]
    return name.map { SafeText.line($0, max: 200) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// A mail in its parts (RFC 2046, 5), found in one pass over its lines.
struct MailTree: Sendable {
  private(set) var bytes: [UInt8]
  /// The first is the mail itself; a part's children stand behind it.
  var parts: [MailPart] = []
  var notes: Set<MailNote> = []

  init(_ bytes: [UInt8], limits: MailLimits) {
    self.bytes = bytes.count > limits.maxBytes ? Array(bytes.prefix(limits.maxBytes)) : bytes
    if bytes.count > limits.maxBytes { notes.insert(.tooLong) }
    var builder = TreeBuilder(self, limits: limits)
    builder.run()
    self = builder.tree
  }

  /// All behind the mail's own header.
  var contents: ArraySlice<UInt8> { bytes[(parts.first?.content.lowerBound ?? 0)...] }

  /// What a part contains, its transfer encoding taken off.
  func decoded(_ part: MailPart) -> [UInt8] {
    TransferEncoding(part.fields["content-transfer-encoding"]).decoded(bytes[part.content])
  }

  /// A part's text in its charset: of at most that many bytes, decoded.
  func text(_ part: MailPart, maxBytes: Int, notes: inout Set<MailNote>) -> String {
    // Quoted-printable takes three bytes for one.
    let content = part.content.prefix(3 * maxBytes)
    let decoded = TransferEncoding(part.fields["content-transfer-encoding"])
      .decoded(bytes[content])
    if content.count < part.content.count || decoded.count > maxBytes { notes.insert(.tooLong) }
    return Charset.text(
      decoded.prefix(maxBytes), declared: part.parameters["charset"], notes: &notes)
  }
}

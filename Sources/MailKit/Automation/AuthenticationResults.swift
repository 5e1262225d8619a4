/// What our own server found out about a mail's sender (RFC 8601).
enum AuthenticationResults {
  private static let maxFields = 20

  /// The result of DMARC in the topmost field that bears our server's name: what stands below may
  /// have come with the mail. Nil: it says nothing.
  static func dmarc(in fields: [String], by authenticator: String) -> String? {
    for field in fields.prefix(maxFields) {
      let clauses = clauses(of: field)
      let name = clauses.first?.split(separator: " ").first.map(String.init)
      guard name == authenticator else { continue }
      for clause in clauses.dropFirst() where clause.hasPrefix("dmarc") {
        let parts = clause.split(separator: "=", maxSplits: 1).map { $0.trimmingSpaces() }
        guard parts.count == 2, parts[0] == "dmarc" else { continue }
        return String(parts[1].prefix { $0.isLetter })
      }
    }
    return nil
  }

  /// In lower case, without comments and quotes.
  private static func clauses(of field: String) -> [String] {
    var scanner = QuotedScanner(field.lowercased())
    var clauses = [""]
    while let token = scanner.next() {
      switch token {
      case .special(";"): clauses.append("")
      case .special(let scalar): clauses[clauses.count - 1] += String(scalar)
      case .text(let text), .quoted(let text): clauses[clauses.count - 1] += text
      case .comment: clauses[clauses.count - 1] += " "
      }
    }
    return clauses.map { $0.trimmingSpaces() }
  }
}

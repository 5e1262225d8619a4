/// Replies of older clients begin with a quotation of what they answer: `> <@ana:example.org> ...`
/// (spec up to v1.12: "Fallbacks for rich replies").
enum ReplyFallback {
  static func stripped(_ body: String) -> String {
    guard body.hasPrefix("> <@") || body.hasPrefix("> * <@") else { return body }
    var rest = body.split(separator: "\n", omittingEmptySubsequences: false)[...]
    rest = rest.drop { $0 == ">" || $0.hasPrefix("> ") }
    if rest.first?.isEmpty == true { rest = rest.dropFirst() }
    return rest.joined(separator: "\n")
  }
}

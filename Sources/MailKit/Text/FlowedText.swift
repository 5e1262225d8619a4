/// Paragraphs whose lines were broken to be sent: RFC 3676.
enum FlowedText {
  /// Lines that end with a space go on in the next one of the same depth of quoting.
  static func unfolded(_ lines: [String], dropsSpace: Bool) -> [String] {
    var unfolded: [String] = []
    var open: (depth: Int, text: String)?
    func close() {
      if let open { unfolded.append(quoted(open.text, depth: open.depth)) }
      open = nil
    }
    for line in lines {
      let depth = line.prefix { $0 == ">" }.count
      var text = line.dropFirst(depth)
      // Stuffed, so that what begins with a space, `>` or `From` stays whole.
      if text.first == " " { text = text.dropFirst() }
      if let before = open, before.depth == depth, text != "-- " {
        open = (depth, before.text + text)
      } else {
        close()
        open = (depth, String(text))
      }
      guard text.last == " ", text != "-- " else {
        close()
        continue
      }
      if dropsSpace { open?.text.removeLast() }
    }
    close()
    return unfolded
  }

  private static func quoted(_ text: String, depth: Int) -> String {
    depth == 0 ? text : String(repeating: ">", count: depth) + " " + text
  }
}

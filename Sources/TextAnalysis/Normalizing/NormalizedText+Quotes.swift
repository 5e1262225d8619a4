extension NormalizedText {
  /// Runs of tokens as their author wrote them; those that begin beyond `inputLimit` are left out.
  ///
  /// - Parameter text: that this was made of.
  public func quotes(_ runs: [Range<Int>], from text: String) -> [String] {
    guard !runs.isEmpty else { return [] }
    let bytes = Array(text.utf8.prefix(Self.inputLimit))
    return runs.compactMap { run in
      guard let first = tokens[run].first, let last = tokens[run].last else { return nil }
      let (start, end) = (first.source.lowerBound, min(last.source.upperBound, bytes.count))
      return start < end ? String(decoding: bytes[start..<end], as: UTF8.self) : nil
    }
  }
}

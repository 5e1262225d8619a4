extension NormalizedText {
  /// The text as its author wrote it, but without handles and addresses, which say nothing of what
  /// is meant. What is beyond `inputLimit` is left out.
  ///
  /// - Parameter text: that this was made of.
  public func sentences(in text: String) -> String {
    let bytes = Array(text.utf8.prefix(Self.inputLimit))
    var (kept, end): ([UInt8], Int) = ([], 0)
    for token in tokens where token.kind == .handle || token.kind == .url {
      guard token.source.lowerBound >= end, token.source.upperBound <= bytes.count else { continue }
      kept += bytes[end..<token.source.lowerBound]
      end = token.source.upperBound
    }
    kept += bytes[end...]
    return String(decoding: kept, as: UTF8.self)
  }
}

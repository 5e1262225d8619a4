/// Blanks comments and string text in Swift source; line breaks and interpolated code stay.
struct CodeBlanker {
  private enum Mode {
    /// Inside `\( )` of a string; nil at the outermost level.
    case code(openParentheses: Int?)
    case string(hashes: Int, isMultiline: Bool)
    case lineComment
    case blockComment(depth: Int)
  }

  private let input: [Unicode.Scalar]
  private var index = 0
  private var modes: [Mode] = [.code(openParentheses: nil)]
  private var output = String.UnicodeScalarView()

  init(_ input: [Unicode.Scalar]) { self.input = input }

  mutating func blanked() -> String {
    while index < input.count, let mode = modes.last {
      switch mode {
      case .code(let open): readCode(open)
      case .string(let hashes, let isMultiline): readString(hashes, isMultiline)
      case .lineComment: readLineComment()
      case .blockComment(let depth): readBlockComment(depth)
      }
    }
    return String(output)
  }

  private func has(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
    input[index] == first && index + 1 < input.count && input[index + 1] == second
  }

  /// `count` times `scalar` from `start` on.
  private func has(_ count: Int, _ scalar: Unicode.Scalar, at start: Int) -> Bool {
    start + count <= input.count && input[start..<start + count].allSatisfy { $0 == scalar }
  }

  private mutating func keep() {
    output.append(input[index])
    index += 1
  }

  private mutating func blank(_ count: Int = 1) {
    for _ in 0..<count where index < input.count {
      output.append(input[index] == "\n" ? "\n" : " ")
      index += 1
    }
  }

  private mutating func readCode(_ open: Int?) {
    if has("/", "/") { return modes.append(.lineComment) }
    if has("/", "*") {
      modes.append(.blockComment(depth: 0))
      return
    }
    var quote = index
    while quote < input.count, input[quote] == "#" { quote += 1 }
    if quote < input.count, input[quote] == "\"" {
      let hashes = quote - index
      let isMultiline = has(3, "\"", at: quote)
      blank(hashes + (isMultiline ? 3 : 1))
      modes.append(.string(hashes: hashes, isMultiline: isMultiline))
      return
    }
    if let open {
      if input[index] == "(" { modes[modes.count - 1] = .code(openParentheses: open + 1) }
      if input[index] == ")" {
        if open == 0 { modes.removeLast() }
        else { modes[modes.count - 1] = .code(openParentheses: open - 1) }
      }
    }
    keep()
  }

  private mutating func readString(_ hashes: Int, _ isMultiline: Bool) {
    let quotes = isMultiline ? 3 : 1
    if has(quotes, "\"", at: index), has(hashes, "#", at: index + quotes) {
      modes.removeLast()
      blank(quotes + hashes)
    } else if !isMultiline, input[index] == "\n" {
      modes.removeLast()
    } else if input[index] == "\\", has(hashes, "#", at: index + 1) {
      blank(1 + hashes)
      if index < input.count, input[index] == "(" {
        keep()
        modes.append(.code(openParentheses: 0))
      } else {
        blank()
      }
    } else {
      blank()
    }
  }

  private mutating func readLineComment() {
    if input[index] == "\n" {
      modes.removeLast()
    } else {
      blank()
    }
  }

  private mutating func readBlockComment(_ depth: Int) {
    if has("/", "*") {
      modes[modes.count - 1] = .blockComment(depth: depth + 1)
      blank(2)
    } else if has("*", "/") {
      modes.removeLast()
      if depth > 1 { modes.append(.blockComment(depth: depth - 1)) }
      blank(2)
    } else {
      blank()
    }
  }
}

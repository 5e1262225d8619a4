import PluginKit

/// One unfolded line of an iCalendar file, `NAME;PARAMETER=value:value` (RFC 5545, 3.1).
struct ContentLine {
  /// In capitals.
  var name: String
  /// Names in capitals; the first value of each.
  var parameters: [String: String]
  var value: String
  /// 1-based, where it starts in the file.
  var line: Int

  /// In bytes, unfolded.
  static let lengthLimit = 64 * 1024
  static let parameterLimit = 32

  init(_ bytes: ArraySlice<UInt8>, line: Int) throws(TextProblem) {
    self.line = line
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw TextProblem("this line is not UTF-8 text", line: line)
    }
    // Scalars, since a combining mark after a separator would hide it in a character.
    let scalars = text.unicodeScalars
    var parts: [Substring.UnicodeScalarView] = []
    var start = scalars.startIndex, isQuoted = false, colon: String.Index?
    for index in scalars.indices {
      let scalar = scalars[index]
      if scalar == "\"" { isQuoted.toggle() }
      if isQuoted || (scalar != ";" && scalar != ":") { continue }
      parts.append(scalars[start..<index])
      start = scalars.index(after: index)
      if scalar == ":" {
        colon = index
        break
      }
    }
    guard colon != nil, let name = parts.first, !name.isEmpty,
      name.allSatisfy({ scalar in
        scalar.isASCII
          && (scalar.properties.isAlphabetic || scalar == "-" || ("0"..."9").contains(scalar))
      })
    else { throw TextProblem("expected \"NAME:value\", found \(quoted(text))", line: line) }
    self.name = String(name).uppercased()
    value = String(scalars[start...])
    parameters = [:]
    guard parts.count <= Self.parameterLimit else {
      throw TextProblem("more than \(Self.parameterLimit) parameters", line: line)
    }
    for part in parts.dropFirst() {
      let pair = String(part).split(separator: "=", maxSplits: 1).map(String.init)
      guard pair.count == 2 else {
        throw TextProblem("expected \"NAME=value\", found \(quoted(String(part)))", line: line)
      }
      let key = pair[0].uppercased()
      if parameters[key] == nil { parameters[key] = pair[1].filter { $0 != "\"" } }
    }
  }

  /// TEXT values escape `\`, `;`, `,` and line ends; of long ones, the start.
  var text: String {
    var text = "", isEscaped = false
    for scalar in value.unicodeScalars.prefix(400) {
      if isEscaped {
        text.unicodeScalars.append(scalar == "n" || scalar == "N" ? " " : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return String(text.prefix(120))
  }

  /// Joins folded lines; ends may be CRLF or LF.
  static func lines(of bytes: [UInt8], _ each: (ContentLine) throws(TextProblem) -> Void)
    throws(TextProblem)
  {
    var current: [UInt8] = []
    var started = 1, number = 0
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    while !rest.isEmpty {
      number += 1
      var line = rest.prefix { $0 != 0x0A }
      rest = rest[min(line.endIndex + 1, rest.endIndex)...]
      if line.last == 0x0D { line = line.dropLast() }
      if line.first == 0x20 || line.first == 0x09 {
        current += line.dropFirst()
      } else {
        if !current.isEmpty { try each(ContentLine(current[...], line: started)) }
        current = Array(line)
        started = number
      }
      guard current.count <= lengthLimit else {
        throw TextProblem("this line is longer than \(lengthLimit) bytes", line: started)
      }
    }
    if !current.isEmpty { try each(ContentLine(current[...], line: started)) }
  }
}

import Foundation
import PluginKit

/// Whether what was asked has the declared form.
extension Endpoint {
  /// A sentence where it has not.
  func problem(query asked: [(String, String)]) -> String? {
    for (name, value) in asked {
      guard let parameter = query.first(where: { $0.name == name }) else {
        return Self.unknown(name, among: query, "parameter")
      }
      if asked.filter({ $0.0 == name }).count > 1 { return "\"\(name)\" comes twice" }
      if let problem = parameter.problem(text: value) { return problem }
    }
    return missing(query) { name in asked.contains { $0.0 == name } }
  }

  func problem(body value: JSONValue) -> String? {
    guard case .object(let members) = value else { return "the body must be a JSON object" }
    for member in members {
      guard let parameter = body.first(where: { $0.name == member.key }) else {
        return Self.unknown(member.key, among: body, "field")
      }
      if let problem = parameter.problem(value: member.value) { return problem }
    }
    return missing(body) { name in members.contains { $0.key == name } }
  }

  private func missing(_ declared: [Parameter], _ isThere: (String) -> Bool) -> String? {
    declared.first { $0.isRequired && !isThere($0.name) }.map { "\"\($0.name)\" is missing" }
  }

  private static func unknown(_ name: String, among declared: [Parameter], _ what: String)
    -> String
  {
    let known = declared.map { "\"\($0.name)\"" }.joined(separator: ", ")
    let rest = known.isEmpty ? "there is none here" : "known: \(known)"
    return "unknown \(what) \"\(name.prefix(60))\"; \(rest)"
  }
}

extension Parameter {
  /// As JSON.
  func problem(value: JSONValue) -> String? {
    if value == .null, !isRequired { return nil }
    return switch (kind, value) {
    case (.text, .string(let text)), (.choice, .string(let text)): problem(text: text)
    case (.integer(let range), .number(let number)):
      Int(exactly: number).map(range.contains) == true ? nil : expected
    case (.flag, .bool): nil
    case (.ids(let limit), .array(let values)):
      !values.isEmpty && values.count <= limit && Set(values).count == values.count
        && values.allSatisfy({ Self.isRow($0.number) })
        ? nil : expected
    case (.choices(let known), .array(let values)):
      !values.isEmpty && Set(values).count == values.count
        && values.allSatisfy({ known.contains($0.string ?? "") }) ? nil : expected
    case (.texts(let limit), .array(let values)):
      values.count <= limit && values.allSatisfy({ Self.isText($0.string ?? "", upTo: 100) })
        ? nil : expected
    default: expected
    }
  }

  /// As a query's text.
  func problem(text: String) -> String? {
    switch kind {
    case .text(let limit, let pattern):
      if text.isEmpty { return "\"\(name)\": the text is empty" }
      let isFine =
        pattern.map { text.range(of: $0, options: .regularExpression) == text.range } ?? true
      return isFine && Self.isText(text, upTo: limit) ? nil : expected
    case .choice(let known): return known.contains(text) ? nil : expected
    case .integer(let range): return Int(text).map(range.contains) == true ? nil : expected
    case .flag: return ["true", "false"].contains(text) ? nil : expected
    case .ids, .choices, .texts: return expected
    }
  }

  /// Whole, and exact in JSON's numbers.
  private static func isRow(_ number: Double?) -> Bool {
    Int64(exactly: number ?? 0).map { 0 < $0 && $0 < 1 << 53 } ?? false
  }

  /// Not empty, and without NUL, which no text of ours has.
  private static func isText(_ text: String, upTo limit: Int) -> Bool {
    !text.isEmpty && text.unicodeScalars.count <= limit && !text.unicodeScalars.contains("\0")
  }

  private var expected: String {
    let what =
      switch kind {
      case .text(let limit, nil): "a text of 1 to \(limit) characters"
      case .text(_, let pattern?): "a text of the form \(pattern)"
      case .choice(let known): "one of \(known.joined(separator: ", "))"
      case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
      case .flag: "true or false"
      case .ids(let limit): "1 to \(limit) different numbers"
      case .choices(let known): "some of \(known.joined(separator: ", ")), each once"
      case .texts(let limit): "at most \(limit) texts"
      }
    return "\"\(name)\": expected \(what)"
  }
}

extension String {
  fileprivate var range: Range<String.Index> { startIndex..<endIndex }
}

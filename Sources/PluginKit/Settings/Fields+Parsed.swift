/// Texts with a form of their own, and files that are not JSON: each problem at its own place.
extension Fields {
  /// One text in the form that `parse` knows; nil when left out.
  public mutating func optionalParsed<Value>(
    _ name: String, help: String, parse: (String) throws(TextProblem) -> Value
  ) -> Value? {
    field(
      .init(name: name, kind: .string, help: help), fallback: .some(nil), placeholder: nil
    ) { node, scope in Self.readParsed(node, scope, parse) }
  }

  /// Texts, each in the form that `parse` knows; left out, none.
  public mutating func parsedStrings<Value>(
    _ name: String, help: String, parse: (String) throws(TextProblem) -> Value
  ) -> [Value] {
    field(
      .init(name: name, kind: .array(of: .string), fallback: .array([]), help: help),
      fallback: [], placeholder: []
    ) { node, scope in
      Self.readArray(node, scope) { Self.readParsed($0, $1, parse) }
    }
  }

  /// Texts by keys, both in forms of their own.
  public mutating func parsedTexts<Key, Value>(
    _ name: String, help: String, key: (String) throws(TextProblem) -> Key,
    parse: (String) throws(TextProblem) -> Value
  ) -> [(key: Key, values: [Value])] {
    field(
      .init(name: name, kind: .map(of: .array(of: .string)), help: help), fallback: [],
      placeholder: []
    ) { node, scope in
      guard case .object(let members) = node.value else {
        scope.report("expected an object, found \(node.summary)", at: node)
        return nil
      }
      return members.compactMap { member in
        let inner = scope.inside(member.key)
        let values = Self.readArray(member.value, inner) { Self.readParsed($0, $1, parse) }
        do throws(TextProblem) {
          return (try key(member.key), values ?? [])
        } catch {
          inner.report(error.message, at: member.position)
          return nil
        }
      }
    }
  }

  /// Files in a format that `parse` knows; its problems are shown at the file's own line.
  public mutating func parsedFiles<Value>(
    _ name: String, help: String, parse: ([UInt8]) throws(TextProblem) -> Value
  ) -> [Value] {
    field(
      .init(name: name, kind: .array(of: .path), fallback: .array([]), help: help), fallback: [],
      placeholder: []
    ) { node, scope in
      Self.readArray(node, scope) { node, scope in
        guard let text = Self.readString(node, scope) else { return nil }
        let path = scope.source.resolve(text, from: scope.file)
        let bytes: [UInt8]
        do {
          bytes = try scope.source.document(at: path)
        } catch {
          scope.report("cannot read \(scope.source.display(path)): \(error)", at: node)
          return nil
        }
        do throws(TextProblem) {
          return try parse(bytes)
        } catch {
          Scope(file: path, path: "", source: scope.source, issues: scope.issues)
            .report(error.message, at: .init(line: error.line, column: 1))
          return nil
        }
      }
    }
  }

  private static func readParsed<Value>(
    _ node: JSONNode, _ scope: Scope, _ parse: (String) throws(TextProblem) -> Value
  ) -> Value? {
    guard let text = readString(node, scope) else { return nil }
    do throws(TextProblem) {
      return try parse(text)
    } catch {
      scope.report(error.message, at: node)
      return nil
    }
  }
}

/// Objects inside objects, and what lies outside the file: paths, documents, secrets.
extension Fields {
  /// A nested object; left out, all its own defaults.
  public mutating func object<Value: Settings>(_ name: String, as type: Value.Type, help: String)
    -> Value
  {
    let inner = Value.describe()
    // Left out, its own required fields are missing.
    descriptionOnly(
      .init(
        name: name, kind: .object(inner), isRequired: inner.contains(where: \.isRequired),
        help: help))
    let empty = JSONNode(.object([]), at: position)
    guard let scope else { return placeholder(type) }
    return Self.decode(type, from: member(name) ?? empty, in: scope.inside(name))
  }

  public mutating func optionalObject<Value: Settings>(
    _ name: String, as type: Value.Type, help: String
  ) -> Value? {
    var description = FieldDescription(
      name: name, kind: .object(Value.describe()), help: help)
    description.mayBeAbsent = true
    return field(description, fallback: .some(nil), placeholder: nil) { node, scope in
      Self.decode(type, from: node, in: scope)
    }
  }

  public mutating func objects<Value: Settings>(
    _ name: String, as type: Value.Type, default fallback: [Value]? = [],
    count: ClosedRange<Int>? = nil, help: String
  ) -> [Value] {
    var description = FieldDescription(
      name: name, kind: .array(of: .object(Value.describe())), isRequired: fallback == nil,
      help: help)
    description.count = count
    return field(description, fallback: fallback, placeholder: []) { node, scope in
      Self.readArray(node, scope, count: count) { Self.decode(type, from: $0, in: $1) }
    }
  }

  /// Objects by the operator's own ids, in file order.
  public mutating func map<Value: Settings>(_ name: String, as type: Value.Type, help: String)
    -> [(id: String, value: Value)]
  {
    field(
      .init(name: name, kind: .map(of: .object(Value.describe())), help: help),
      fallback: [], placeholder: []
    ) { node, scope in
      Self.readMembers(node, scope) { Self.decode(type, from: $0, in: $1) }
    }
  }

  /// Texts by the operator's own ids, e.g. by language.
  ///
  /// - Parameters:
  ///   - keys: all the ids there may be; nil: any.
  ///   - count: of the texts for one id.
  ///   - form: of each text.
  public mutating func texts(
    _ name: String, keys: [String]? = nil, count: ClosedRange<Int>? = nil, form: TextForm? = nil,
    help: String
  ) -> [(id: String, value: [String])] {
    var description = FieldDescription(name: name, kind: .map(of: .array(of: .string)), help: help)
    description.keys = keys
    description.count = count
    description.pattern = form?.pattern
    return field(description, fallback: [], placeholder: []) { node, scope in
      Self.readMembers(node, scope, keys: keys) { node, scope in
        Self.readArray(node, scope, count: count) { Self.readText($0, $1, form) } ?? []
      }
    }
  }

  /// One text by each of the operator's own ids, e.g. by language.
  public mutating func textMap(_ name: String, form: TextForm? = nil, help: String)
    -> [(id: String, value: String)]
  {
    var description = FieldDescription(name: name, kind: .map(of: .string), help: help)
    description.pattern = form?.pattern
    return field(description, fallback: [], placeholder: []) { node, scope in
      Self.readMembers(node, scope) { node, scope in Self.readText(node, scope, form) ?? "" }
    }
  }

  /// Any JSON, with the place it stands at: for settings that somebody else decodes.
  public mutating func anything(_ name: String, help: String) -> LocatedSettings? {
    field(
      .init(name: name, kind: .any, help: help), fallback: .some(nil), placeholder: nil
    ) { node, scope in LocatedSettings(node: node, path: scope.path, file: scope.file) }
  }

  /// A path, resolved from the folder of the file it is written in.
  public mutating func path(_ name: String, default fallback: String? = nil, help: String)
    -> String
  {
    let scope = self.scope
    let resolved = fallback.map { scope?.source.resolve($0, from: scope?.file ?? "") ?? $0 }
    return field(
      .init(
        name: name, kind: .path, fallback: fallback.map { .string($0) },
        isRequired: fallback == nil, help: help), fallback: resolved, placeholder: "",
      read: Self.readPath)
  }

  public mutating func optionalPath(_ name: String, help: String) -> String? {
    field(
      .init(name: name, kind: .path, help: help), fallback: .some(nil), placeholder: nil,
      read: Self.readPath)
  }

  /// A path to a JSON document that is decoded here, with its own errors at its own lines.
  public mutating func document<Value: Settings>(
    _ name: String, as type: Value.Type, help: String
  ) -> Value {
    let empty = placeholder(type)
    return field(
      .init(name: name, kind: .document(Value.describe()), isRequired: true, help: help),
      fallback: nil, placeholder: empty
    ) { node, scope in Self.readDocument(type, node, scope) }
  }

  public mutating func optionalDocument<Value: Settings>(
    _ name: String, as type: Value.Type, help: String
  ) -> Value? {
    field(
      .init(name: name, kind: .document(Value.describe()), help: help), fallback: .some(nil),
      placeholder: nil
    ) { node, scope in Self.readDocument(type, node, scope) }
  }

  public mutating func documents<Value: Settings>(
    _ name: String, as type: Value.Type, help: String
  ) -> [Value] {
    field(
      .init(
        name: name, kind: .array(of: .document(Value.describe())), isRequired: true, help: help),
      fallback: nil, placeholder: []
    ) { node, scope in
      Self.readArray(node, scope) { Self.readDocument(type, $0, $1) }
    }
  }

  /// `{"env": "NAME"}` or `{"file": "path"}`, never the value itself.
  public mutating func secret(_ name: String, help: String) -> Secret {
    field(
      .init(name: name, kind: .secret, isRequired: true, help: help), fallback: nil,
      placeholder: Secret(""), read: Self.readSecret)
  }

  public mutating func optionalSecret(_ name: String, help: String) -> Secret? {
    field(
      .init(name: name, kind: .secret, help: help), fallback: .some(nil), placeholder: nil,
      read: Self.readSecret)
  }
}

extension Fields {
  private func placeholder<Value: Settings>(_ type: Value.Type) -> Value {
    var fields = Fields(describing: ())
    return Value(&fields)
  }

  private static func readMembers<Element>(
    _ node: JSONNode, _ scope: Scope, keys: [String]? = nil, element: (JSONNode, Scope) -> Element
  ) -> [(id: String, value: Element)]? {
    guard case .object(let members) = node.value else {
      scope.report("expected an object, found \(node.summary)", at: node)
      return nil
    }
    for member in members where keys?.contains(member.key) == false {
      scope.report(unknownName("key", member.key, known: keys ?? []), at: member.position)
    }
    return members.map { ($0.key, element($0.value, scope.inside($0.key))) }
  }

  private static func readPath(_ node: JSONNode, _ scope: Scope) -> String? {
    readString(node, scope).map { scope.source.resolve($0, from: scope.file) }
  }

  private static func readDocument<Value: Settings>(
    _ type: Value.Type, _ node: JSONNode, _ scope: Scope
  ) -> Value? {
    guard let path = readPath(node, scope) else { return nil }
    let bytes: [UInt8]
    do {
      bytes = try scope.source.document(at: path)
    } catch {
      scope.report("cannot read \(scope.source.display(path)): \(error)", at: node)
      return nil
    }
    let inner = Scope(file: path, path: "", source: scope.source, issues: scope.issues)
    do {
      return decode(type, from: try JSONReader.read(bytes), in: inner)
    } catch {
      inner.report(error.message, at: error.position)
      return nil
    }
  }

  private static func readSecret(_ node: JSONNode, _ scope: Scope) -> Secret? {
    guard case .object(let members) = node.value, members.count == 1, let member = members.first,
      case .string(let name) = member.value.value
    else {
      scope.report(
        "expected {\"env\": \"NAME\"} or {\"file\": \"path\"}: a secret never stands in the config",
        at: node)
      return nil
    }
    switch member.key {
    case "env":
      if let value = scope.source.environment(name) { return Secret(value) }
      // Anything else may be the secret itself, put here by mistake: it must not reach an error.
      let isName = Self.looksLikeVariable(name)
      let shown = isName ? "the environment variable \(name)" : "a variable of that name"
      let advice =
        isName ? "set it before replyd starts" : "here stands the variable's name, not the secret"
      scope.report("\(shown) is not set or empty in the environment; \(advice)", at: member.value)
    case "file":
      do {
        let path = scope.source.resolve(name, from: scope.file)
        return Secret(try scope.source.secretFile(at: path))
      } catch {
        scope.report("cannot read the secret file: \(error)", at: member.value)
      }
    default:
      scope.report(
        "unknown key \"\(member.key)\"; a secret is {\"env\": \"NAME\"} or {\"file\": \"path\"}",
        at: member.position)
    }
    return nil
  }

  /// Capitals, digits and underscores, and no long run without an underscore, as keys are.
  private static func looksLikeVariable(_ name: String) -> Bool {
    let isPlain = name.utf8.allSatisfy {
      (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
    }
    return isPlain && name.utf8.split(separator: 0x5F).allSatisfy { $0.count <= 16 }
  }
}

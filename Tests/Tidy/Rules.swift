/// The house rules over single Swift files. Each gives what is wrong and what to write instead.
enum Rules {
  /// Imports point one way, as `ImportTable` says.
  static func imports(_ source: SwiftSource) -> [Violation] {
    if ImportTable.unrestricted.contains(source.module) { return [] }
    guard let allowed = ImportTable.allowed(for: source.module) else {
      return [source.violation(0, "\(source.module) is not in ImportTable; add it there")]
    }
    return source.code.enumerated().compactMap { index, line in
      guard let name = importedModule(line), !allowed.contains(name) else { return nil }
      let list = allowed.sorted().joined(separator: ", ")
      return source.violation(index, "\(source.module) may not import \(name), only \(list)")
    }
  }

  /// `PluginKit.Time` is the only clock.
  static func clock(_ source: SwiftSource) -> [Violation] {
    if source.path == "Sources/PluginKit/Contracts/Time.swift" { return [] }
    return words(
      source, ["ContinuousClock", "SuspendingClock", "DispatchTime", "DispatchWallTime",
        "clock_gettime", "gettimeofday", "systemUptime", "CFAbsoluteTimeGetCurrent"],
      "take the injected `any Time`")
      + phrases(
        source, ["Date()", "Date.now", "Date.init()", "Task.sleep", "Date(timeIntervalSinceNow"],
        "take the injected `any Time` (`time.now`, `time.sleep(for:)`)")
  }

  /// Only commands print.
  static func printing(_ source: SwiftSource) -> [Violation] {
    if source.module == "Sources/replyd" { return [] }
    return calls(source, ["print", "debugPrint", "dump", "NSLog"], "log, or return what to show")
  }

  /// What stops the process or hides a proof.
  static func unsafe(_ source: SwiftSource) -> [Violation] {
    let marked: [(String, String)] = [
      ("try!", "catch the error"), ("as!", "use `as?` or generics"),
      ("fatalError(", "throw an error"), ("@unchecked Sendable", "use Mutex"),
      ("nonisolated(unsafe)", "use Mutex"),
    ]
    return marked.flatMap { text, instead in
      phrases(source, [text], "\(instead), or prove it in a comment on the line above") {
        $0 > 0 && source.isComment[$0 - 1]
      }
    }
  }

  /// What never works here.
  static func banned(_ source: SwiftSource) -> [Violation] {
    phrases(source, ["Bundle.module"], "embed it through a C target: it looks beside the build")
      + words(source, ["NSRegularExpression", "Regex"], "scan by hand: it backtracks")
      + source.code.indices.filter { hasRegexLiteral(source.code[$0]) }.map {
        source.violation($0, "a regex literal backtracks; scan by hand")
      }
  }

  /// No error is swallowed.
  static func swallowing(_ source: SwiftSource) -> [Violation] {
    phrases(source, ["try?"], "catch and handle it, or end the line with `// tidy: why it may`") {
      source.lines[$0].contains("// tidy: ")
    }
  }

  /// Files of 300 lines, lines of 100 columns.
  static func size(_ source: SwiftSource) -> [Violation] {
    var count = source.lines.count
    if source.lines.last?.isEmpty == true { count -= 1 }
    let tall = count > 300
      ? [source.violation(300, "\(count) lines; split the file by type (300 at most)")] : []
    return tall + source.lines.indices.filter { source.lines[$0].count > 100 }.map {
      source.violation($0, "\(source.lines[$0].count) columns; break the line (100 at most)")
    }
  }

  /// Functions of 70 lines.
  static func functions(_ source: SwiftSource) -> [Violation] {
    FunctionScanner.functions(in: source.code).filter { $0.lineCount > 70 }.map {
      source.violation($0.line, "a function of \($0.lineCount) lines; split it (70 at most)")
    }
  }

  /// Names that say nothing, synonyms of the house's words, and a module's own name.
  static func typeNames(_ source: SwiftSource) -> [Violation] {
    let vague: Set<String> = [
      "Manager", "Helper", "Helpers", "Util", "Utils", "Utilities", "Common", "Base",
    ]
    let synonyms: Set<String> = ["Adapter", "Bridge", "Channel"]
    let module = source.module.split(separator: "/").last.map(String.init)
    return TypeScanner.types(in: source.code).compactMap { type in
      let words = TypeScanner.words(of: type.name)
      if let word = words.first(where: vague.contains) {
        return source.violation(type.line, "\(type.name): name what it does, not \"\(word)\"")
      }
      if let word = words.first(where: synonyms.contains) {
        return source.violation(type.line, "\(type.name): say Connector, not \"\(word)\"")
      }
      return type.name == module
        ? source.violation(type.line, "\(type.name) bears its module's name; rename the type")
        : nil
    }
  }
}

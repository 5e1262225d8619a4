import PluginKit

/// The manual page in man(7)'s macros, from what the commands declare about themselves.
struct ManualPage {
  /// What ArgumentParser says of all commands, as JSON.
  let help: JSONValue
  let version: String

  var text: String {
    guard let root = help["command"] else { return "" }
    var lines = [
      ".TH REPLYD 1 \"\" \"replyd \(version)\" \"User Commands\"",
      ".SH NAME", "replyd \\- \(Self.plain(abstract(root)))",
      ".SH SYNOPSIS", ".B replyd", ".I command", "[options]",
      ".SH DESCRIPTION", Self.plain(Self.purpose),
      ".SH COMMANDS",
    ]
    for command in commands(of: root) { lines += section(command, named: "replyd") }
    return (lines + Self.ending).joined(separator: "\n")
  }

  private static let purpose = """
    replyd is a daemon that answers a brand's customers where they complain, praise and ask: in \
    time, every time, once, and never wrongly in public. What it cannot answer safely it hands to \
    people, and it keeps telling them until somebody takes it.
    """

  private static let ending = [
    ".SH EXIT STATUS", ".TP", ".B 0", "Done.", ".TP", ".B 1",
    "Not done; standard error says why, and what to do.", ".TP", ".B 64",
    "The command line is wrong.", ".TP", ".B 70",
    "A stage hung; a restart hands its message to people.",
    ".SH SIGNALS", ".TP", ".B SIGTERM, SIGINT", "Nothing new is begun; what is under way ends.",
    ".SH FILES", ".TP", ".I config/replyd.json",
    "The config, unless \\-\\-config names another; /etc/replyd/replyd.json for the service.",
    ".SH SEE ALSO", "systemd.service(5), systemd.exec(5) on LoadCredential",
  ]

  private func abstract(_ command: JSONValue) -> String { command["abstract"]?.string ?? "" }

  private func commands(of command: JSONValue) -> [JSONValue] {
    (command["subcommands"]?.array ?? []).filter {
      $0["shouldDisplay"]?.bool != false && $0["commandName"]?.string != "help"
    }
  }

  private func section(_ command: JSONValue, named parent: String) -> [String] {
    let name = "\(parent) \(command["commandName"]?.string ?? "")"
    let arguments = (command["arguments"]?.array ?? []).filter {
      $0["shouldDisplay"]?.bool != false && !["help", "version"].contains(Self.longName($0))
    }
    let positional = arguments.filter { $0["kind"]?.string == "positional" }
    let synopsis = positional.map {
      " \\fI\(Self.plain($0["valueName"]?.string ?? "").uppercased())\\fR"
    }
    var lines = [
      ".SS \(Self.plain(name))", ".B \(Self.plain(name))\\fR\(synopsis.joined())", ".PP",
    ]
    lines.append(Self.plain(abstract(command)))
    let more = command["discussion"]?.string ?? ""
    if !more.isEmpty { lines += [".PP", Self.plain(more)] }
    for argument in arguments { lines += entry(argument) }
    for nested in commands(of: command) { lines += section(nested, named: name) }
    return lines
  }

  private func entry(_ argument: JSONValue) -> [String] {
    let value = (argument["valueName"]?.string ?? "").uppercased()
    let names = (argument["names"]?.array ?? []).compactMap { name -> String? in
      guard let text = name["name"]?.string else { return nil }
      return name["kind"]?.string == "long" ? "--\(text)" : "-\(text)"
    }
    let isFlag = argument["kind"]?.string == "flag"
    let head = names.isEmpty ? value : names.joined(separator: ", ") + (isFlag ? "" : " \(value)")
    var help = argument["abstract"]?.string ?? ""
    if let fallback = argument["defaultValue"]?.string, !isFlag { help += " Default: \(fallback)." }
    return [".TP", ".B \(Self.plain(head))", Self.plain(help)]
  }

  private static func longName(_ argument: JSONValue) -> String {
    argument["preferredName"]?["name"]?.string ?? ""
  }

  /// Nothing in it is taken for a macro.
  private static func plain(_ text: String) -> String {
    let line = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
      .split(whereSeparator: \.isNewline).joined(separator: " ")
    // groff(7) reads other characters by their number.
    let shown = line.unicodeScalars.map { scalar in
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return scalar.isASCII
        ? String(scalar)
        : "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
    }.joined()
    return shown.hasPrefix(".") || shown.hasPrefix("'") ? "\\&\(shown)" : shown
  }
}

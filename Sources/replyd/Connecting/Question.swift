import ArgumentParser
import Foundation

/// Asks the person at the terminal; without a terminal, reads the next line of standard input.
enum Question {
  /// Of one answer, in bytes.
  private static let limit = 4096

  /// The line without white space around it. An end of input, or an empty line, is an error that
  /// names what was asked for.
  ///
  /// - Parameter isSecret: a terminal does not show what is typed.
  static func ask(_ what: String, isSecret: Bool = false) throws -> String {
    Terminal.raw(Array("\(what): ".utf8))
    let answer = isSecret ? unseen(readAnswer) : readAnswer()
    let line = answer?.trimmingCharacters(in: .whitespaces) ?? ""
    if isSecret || isatty(STDIN_FILENO) == 0 { Terminal.line() }
    guard !line.isEmpty, line.utf8.count <= limit else {
      throw ValidationError("expected one line with \(what.lowercased()) on standard input")
    }
    return line
  }

  /// A line as it is, spaces and all, which a terminal does not show; nil at the end of input, or
  /// where it is too long.
  static func secret(_ what: String) -> String? {
    let isTerminal = isatty(STDIN_FILENO) != 0
    if isTerminal { Terminal.raw(Array("\(what): ".utf8)) }
    let answer = isTerminal ? unseen(readAnswer) : readAnswer()
    if isTerminal { Terminal.line() }
    return answer.flatMap { $0.utf8.count <= limit ? $0 : nil }
  }

  private static func readAnswer() -> String? { readLine(strippingNewline: true) }

  private static func unseen(_ read: () -> String?) -> String? {
    var shown = termios()
    guard tcgetattr(STDIN_FILENO, &shown) == 0 else { return read() }
    var hidden = shown
    hidden.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
    defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown) }
    return read()
  }
}

import ArgumentParser
import Console
import Engine
import Foundation

/// A password that somebody chooses: asked for twice at a terminal, else one line of standard input
/// or of a file. Only what is kept of it leaves the command.
struct NewPassword: ParsableArguments {
  /// Bytes that are read of a file.
  private static let fileLimit = 4096

  @Option(
    name: .customLong("password-file"),
    help: "A file whose first line is the password; \"-\": standard input.")
  var file: String?

  func digest(for name: String) throws -> PasswordDigest {
    guard NewUser.isName(name) else {
      throw ValidationError(
        "a user's name has 1 to \(NewUser.nameLimit) of the characters a-z, 0-9, \".\", \"_\", "
          + "\"-\"")
    }
    let password = try read(for: name)
    if let problem = PasswordRule.problem(with: password, of: name) {
      Terminal.error(problem)
      throw ExitCode(1)
    }
    return try PasswordHash.make(password)
  }

  private func read(for name: String) throws -> String {
    if let file, file != "-" { return try line(of: file) }
    guard let first = Question.secret("Password for \(name)") else {
      throw ValidationError("expected one line with the password on standard input")
    }
    guard isatty(STDIN_FILENO) != 0 else { return first }
    guard Question.secret("Once more") == first else {
      Terminal.error("the two differ; nothing was changed")
      throw ExitCode(1)
    }
    return first
  }

  private func line(of file: String) throws -> String {
    do {
      let handle = try FileHandle(forReadingFrom: URL(filePath: file))
      defer { try? handle.close() }  // tidy: it was only read
      let data = try handle.read(upToCount: Self.fileLimit) ?? Data()
      guard let text = String(validating: data, as: UTF8.self) else {
        throw ValidationError("\(file) is no text in UTF-8")
      }
      return text.split(separator: "\n", omittingEmptySubsequences: false).first.map {
        String($0.last == "\r" ? $0.dropLast() : $0)
      } ?? ""
    } catch let error as CocoaError {
      Terminal.error("cannot read \(file): \(error.localizedDescription)")
      throw ExitCode(1)
    }
  }
}

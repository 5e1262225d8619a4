import ArgumentParser
import Foundation
import PluginKit

extension FAQCommand {
  /// `replyd faq learn`.
  struct Learn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Puts what people corrected into the file that \"outOfScope\" names.")

    @Option(name: .long, help: "JSON lines as `replyd corrections` prints them.")
    var fromCorrections: String
    @Option(name: .long, help: "The file; what it holds already stays.") var output: String

    func run() async throws {
      var learnt = LearntNegatives(known: try known())
      var lines = try LineFile(fromCorrections)
      while let batch = try lines.next(1000) {
        for line in batch { learnt.learn(try object(line)) }
      }
      let file = learnt.file.text(pretty: true) + "\n"
      try Data(file.utf8).write(to: URL(fileURLWithPath: output), options: .atomic)
      Terminal.line("\(learnt.added.count) messages added to \(output)")
      for wording in learnt.wordings {
        Terminal.line(
          "a wording for \"\(Terminal.safe(wording.entry))\": "
            + Terminal.safe(wording.text, limit: 200))
      }
    }

    private func object(_ line: some Collection<UInt8>) throws -> JSONValue {
      do {
        return try JSONReader.read(line).plain
      } catch {
        Terminal.error("\(fromCorrections): \(error)")
        throw ExitCode(1)
      }
    }

    private func known() throws -> [String] {
      guard FileManager.default.fileExists(atPath: output) else { return [] }
      do {
        let file = try JSONReader.read(Data(contentsOf: URL(fileURLWithPath: output))).plain
        guard let messages = file["messages"]?.array else {
          throw TextProblem("it has no \"messages\"")
        }
        return messages.compactMap(\.string)
      } catch {
        Terminal.error("\(output): \(error)")
        throw ExitCode(1)
      }
    }
  }
}

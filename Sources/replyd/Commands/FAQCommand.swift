import ArgumentParser
import PluginKit

/// `replyd faq`: what the entries of an FAQ are worth, before customers find out.
struct FAQCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "faq",
    abstract: "Checks the entries of an FAQ, tries a message on them, measures and corrects them.",
    subcommands: [Check.self, Try.self, Eval.self, Coverage.self, Learn.self])

  /// `replyd faq check`.
  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Finds what is wrong with the entries, or will be in the way of a good answer.")

    @Option(name: .long, help: "The config. (default: config/replyd.json)") var config: String?
    @Argument(help: "FAQ files alone, without connectors and guide.") var files: [String] = []

    func validate() throws {
      if config != nil && !files.isEmpty {
        throw ValidationError("name a config or files, not both")
      }
    }

    func run() async throws {
      let faq = try AskedFAQ(config: config, files: files)
      await faq.assembly.endPlugins()
      for (number, stage) in faq.stages.enumerated() {
        if faq.stages.count > 1 { Terminal.line("Stage \(number + 1) of \(faq.stages.count):") }
        Terminal.line(try FAQCheck(stage, of: faq, now: SystemTime().now).text)
      }
    }
  }

  /// `replyd faq try`.
  struct Try: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows what is found for a message, and what would be said to it.")

    @Argument(help: "What the customer writes.") var text: String
    @OptionGroup var source: FAQOption
    @Flag(name: .long, help: "As a direct message.") var direct = false
    @Flag(name: .long, help: "Print JSON.") var json = false

    func run() async throws {
      let faq = try source.load()
      let attempt = try await FAQAttempt(text, isDirect: direct, of: faq, now: SystemTime().now)
      await faq.assembly.endPlugins()
      if json { return Terminal.json(attempt.json) }
      if let note = faq.note { Terminal.error(note) }
      Terminal.line(attempt.text)
    }
  }
}

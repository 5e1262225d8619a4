import ArgumentParser

extension PluginsCommand {
  /// `replyd plugins new NAME`: a folder that works as it is, to be changed.
  struct New: AsyncParsableCommand {
    enum Kind: String, ExpressibleByArgument, CaseIterable {
      case stage, notifier, connector
    }

    enum Language: String, ExpressibleByArgument, CaseIterable {
      case swift, python, shell, javascript
    }

    static let configuration = CommandConfiguration(
      commandName: "new",
      abstract: "Makes the folder of a new plugin that works and passes its tests as it is.",
      discussion: """
        In Swift it becomes a part of replyd: run it in a checkout, where it also registers the \
        plugin. In any other language it is a program of its own, in a folder below --output.
        """)

    @Argument(help: "Its name: lower-case letters, digits and hyphens.") var name: String
    @Option(name: .long, help: "stage, notifier or connector.") var kind: Kind
    @Option(name: .long, help: "swift, python, shell or javascript.") var language: Language
    @Option(name: .long, help: "Where its folder is made; for Swift, the checkout.")
    var output = "."

    func run() async throws {
      do {
        let plan = try NewPlugin(name: name, kind: kind)
        let written =
          language == .swift
          ? try plan.intoCheckout(output) : try plan.folder(language.rawValue, below: output)
        for path in written.files { Terminal.line("wrote  \(path)") }
        for step in written.next { Terminal.line(step) }
      } catch let failure as NewPlugin.Failure {
        Terminal.error(failure.description)
        throw ExitCode(1)
      }
    }
  }
}

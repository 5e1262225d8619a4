import ArgumentParser
import PluginKit

/// `replyd manual`: for `make install`.
struct ManualCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Prints the manual page, for man(1).", shouldDisplay: false)

  func run() async throws {
    let help = try JSONReader.read(Replyd._dumpHelp().utf8).plain
    Terminal.line(ManualPage(help: help, version: Replyd.version).text)
  }
}

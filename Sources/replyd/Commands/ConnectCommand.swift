import ArgumentParser

/// `replyd connect`: gets the credentials of one account, platform by platform.
struct ConnectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connect",
    abstract: "Connects an account: signs in, keeps the token in a file, prints the config.",
    subcommands: [ConnectMastodonCommand.self, ConnectMatrixCommand.self])
}

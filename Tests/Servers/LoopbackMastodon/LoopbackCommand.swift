import ArgumentParser
import Foundation

/// A Mastodon server for tests: in memory, on the loopback address, with faults on demand.
@main
struct LoopbackCommand: AsyncParsableCommand {
    enum Switch: String, ExpressibleByArgument, CaseIterable { case on, off }

    static let configuration = CommandConfiguration(commandName: "LoopbackMastodon")

    @Option(help: "The port; 0 picks a free one.") var port = 0
    @Option(help: "The token of the account \"brand\".") var token: String
    @Option(help: "A further client account, NAME:TOKEN. Repeatable.") var account: [String] = []
    @Option(help: "A file that gets the port once the server listens.") var portFile: String?
    @Option(help: "off ignores Idempotency-Key, as GoToSocial does.") var idempotency = Switch.on
    @Option(help: "Posts in three hours; 0 is no limit.") var postLimit = 300
    @Option(help: "Requests in five minutes; 0 is no limit.") var rateLimit = 0
    @Option(help: "The length of a status.") var maxCharacters = 500
    @Option(help: "The language of error texts: en, de or ja.") var locale = ServerOptions.Locale.de
    @Option(help: "Event loop threads.") var threads = 1
    @Flag(inversion: .prefixedNo, help: "Client accounts carry the bot flag.") var botFlag = true
    @Flag(help: "Ends when standard input closes.") var exitWithParent = false

    func validate() throws {
        guard (0...65535).contains(port), threads > 0, postLimit >= 0, rateLimit >= 0,
            maxCharacters > 0
        else {
            throw ValidationError("port, threads, limits and lengths must be in range.")
        }
        _ = try clients()
    }

    func run() async throws {
        if exitWithParent { ParentWatch.start() }
        let options = ServerOptions(
            clients: try clients(), clientsAreBots: botFlag,
            honoursIdempotencyKeys: idempotency == .on, postLimit: postLimit,
            rateLimit: rateLimit, maxCharacters: maxCharacters, locale: locale)
        let server = LoopbackServer(options: options, port: port, threads: threads) {
            [portFile] port in
            do {
                try LoopbackCommand.announce(port, file: portFile)
            } catch {
                LoopbackCommand.exit(withError: error)
            }
        }
        try await server.run()
    }

    private static func announce(_ port: Int, file: String?) throws {
        try FileHandle.standardOutput.write(contentsOf: Data("listening on \(port)\n".utf8))
        guard let file else { return }
        try Data("\(port)\n".utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
    }

    private func clients() throws -> [ServerOptions.Client] {
        try [ServerOptions.Client(name: "brand", token: token)]
            + account.map { text in
                let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
                guard parts.count == 2, parts[0] != "brand" else {
                    throw ValidationError(
                        "--account takes NAME:TOKEN with a name other than brand, not \"\(text)\".")
                }
                return ServerOptions.Client(name: parts[0], token: parts[1])
            }
    }
}

extension ServerOptions.Locale: ExpressibleByArgument {}

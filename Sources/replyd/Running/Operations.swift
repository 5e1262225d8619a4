import ArgumentParser
import ConfigLoading
import Console
import Engine
import Foundation
import PluginKit
import Storage
import Transport

/// Asks the running daemon over its local API; where none runs, opens the store itself.
///
/// A config with errors must not take the kill switch away: as long as it says where the daemon
/// listens, the daemon is asked: it runs on the config before.
struct Operations {
  /// nil when the config has errors.
  private let assembly: Assembly?
  private let storePath: String
  private let console: ConsoleSettings?
  /// Who acts, for the audit trail.
  private let name: String

  /// - Parameter by: a person's id or name; nil: the login name.
  init(_ config: ConfigOption, by: String? = nil) throws {
    name = by ?? NSUserName()
    var read: DaemonConfiguration?
    do {
      let loaded = try ConfigurationLoader().assembly(
        from: config.config, forDaemon: true, onRead: { read = $0 })
      assembly = loaded.value
      storePath = loaded.value.storePath
      console = loaded.value.console
    } catch {
      guard let read, read.console?.listen != nil else {
        Terminal.error(error.report)
        throw ExitCode(1)
      }
      Terminal.error("\(error.count) in the config (see `replyd check`); asking the daemon")
      assembly = nil
      storePath = read.store.sqlite
      console = read.console
    }
  }

  /// The command's JSON, or a sentence on standard error and status 1.
  func perform(_ command: OperatorCommand) async throws -> JSONValue {
    guard let assembly else {
      guard let console else { throw ExitCode(1) }
      return try await online(command, console)
    }
    do {
      return try await offline(command, assembly)
    } catch StoreFailure.inUse(let path, let pid) {
      guard let console, console.listen != nil else {
        Terminal.error(StoreFailure.inUse(path: path, pid: pid).description)
        Terminal.error("its config has no \"console\", so it cannot be asked while it runs")
        throw ExitCode(1)
      }
      return try await online(command, console)
    } catch let failure as StoreFailure {
      Terminal.error(failure.description)
    } catch let refusal as OperatorDesk.Refusal {
      Terminal.error(refusal.description)
    }
    throw ExitCode(1)
  }

  private func offline(_ command: OperatorCommand, _ assembly: Assembly) async throws -> JSONValue {
    // The first user is added before the first start.
    var isCreating = false
    if case .access = command { isCreating = true }
    guard isCreating || FileManager.default.fileExists(atPath: assembly.storePath) else {
      throw OperatorDesk.Refusal(
        "there is no store at \(assembly.storePath) yet; start `replyd run` first")
    }
    let store = try SQLiteStore(path: assembly.storePath)
    let desk = OperatorDesk(
      store: store, daemon: nil, teams: assembly.teams,
      rules: VerifyRules(
        maxAutomatedTurns: assembly.limits.replies.maxAutomatedTurns, tolerance: .minutes(2),
        isLive: false),
      time: SystemTime(), brand: assembly.brand,
      review: TextReview(assembly.guide, connectors: assembly.connectors),
      procedures: assembly.procedures, deskStore: store, access: store)
    return try await desk.perform(command, by: name)
  }

  private func online(_ command: OperatorCommand, _ console: ConsoleSettings) async throws
    -> JSONValue
  {
    guard let address = console.listen else { throw ExitCode(1) }
    var configuration = HTTPClient.Configuration()
    configuration.allowPrivateTargets = true
    // A large store takes minutes to copy or to write anew.
    configuration.timeouts = HTTPTimeouts(total: .hours(2), stall: .hours(2))
    let client = HTTPClient(configuration: configuration)
    let asked = command.request
    var parameters = Parameters()
    for (name, value) in asked.query.sorted(by: { $0.key < $1.key }) { parameters.add(name, value) }
    let path = asked.path.map { Parameters.percentEncoded($0) }.joined(separator: "/")
    let url = parameters.appended(to: "http://\(address)/api/v1/\(path)")
    var headers: HTTPHeaders = ["X-Replyd-Operator": Parameters.percentEncoded(name)]
    if let token = try OperatorToken.find(console, store: storePath) {
      headers.add("Authorization", "Bearer \(token)")
    }
    let response: HTTPResponse
    do {
      response = try await client.send(request(asked, url, headers))
    } catch {
      Terminal.error(
        assembly == nil
          ? "no daemon answers on \(address): correct the config first (`replyd check`)"
          : "the running daemon does not answer on \(address): \(error.message)")
      throw ExitCode(1)
    }
    let value = try JSONReader.read(response.body).plain
    if response.status == 200 { return value }
    Terminal.error(value["error"]?.string ?? "the daemon answered \(response.status)")
    throw ExitCode(1)
  }

  private func request(
    _ asked: OperatorCommand.Request, _ url: String, _ headers: HTTPHeaders
  ) -> HTTPRequest {
    let method: HTTPMethod = asked.method == "GET" ? .get : asked.method == "POST" ? .post : .delete
    guard method == .post else { return HTTPRequest(method, url, headers: headers) }
    return .json(Data(asked.body.text().utf8), to: url, headers: headers)
  }
}

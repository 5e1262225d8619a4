public import PluginKit

/// What the contract suite needs to move one platform's world, in a test or against a real account.
public protocol ConnectorDriver: Sendable {
  /// A connector as the daemon builds it now, without memory of earlier ones. Its platform has
  /// nothing to read at first, and delivers everything that `publish` makes at once.
  func makeConnector() async throws -> any Connector
  /// Lets customers write these texts to us, in this order. Returns the messages' remote ids.
  func publish(_ texts: [String]) async throws -> [String]
  func edit(_ remote: String, to text: String) async throws
  func delete(_ remote: String) async throws
  /// The texts of all posts of ours that the platform shows, with whatever it adds to them.
  func posts() async throws -> [String]
}

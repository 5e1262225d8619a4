import ConnectorKit
import Foundation
import PluginKit

/// A login as it is kept in the file that "session" names. The file is as secret as a password.
struct SessionRecord: Codable, Sendable {
  /// The server that the tokens are for; they go nowhere else.
  var server: String
  var user: String
  var device: String
  var token: String
  /// Of servers whose tokens expire.
  var refreshToken: String?

  private static let maxBytes = 65_536

  /// nil when there is no such file.
  static func read(_ path: String) throws(PluginFailure) -> SessionRecord? {
    func failure(_ why: String) -> PluginFailure {
      PluginFailure("the session file \(why)", field: "session")
    }
    let manager = FileManager.default
    guard manager.fileExists(atPath: path) else { return nil }
    let mode: Int?
    do {
      mode = (try manager.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
    } catch {
      throw failure("cannot be looked at: \(error.localizedDescription)")
    }
    guard let mode, mode & 0o077 == 0 else {
      throw failure("can be read by others: chmod 600 it")
    }
    guard let data = manager.contents(atPath: path), data.count <= maxBytes else {
      throw failure("cannot be read")
    }
    do {
      return try JSONDecoder().decode(SessionRecord.self, from: data)
    } catch {
      // The decoder's error would quote the file.
      throw failure("is none: run `replyd connect matrix` again")
    }
  }

  func write(to path: String) throws(TokenFile.Failure) {
    try TokenFile(path, replaces: true).write(text)
  }

  /// One line of JSON.
  var text: String {
    var members: [JSONValue.Member] = [
      .init("server", .string(server)), .init("user", .string(user)),
      .init("device", .string(device)), .init("token", .string(token)),
    ]
    if let refreshToken { members.append(.init("refreshToken", .string(refreshToken))) }
    return JSONValue.object(members).text()
  }
}

import Foundation
import PluginKit

/// One input line of `annotate`: only `id` and `text` are required.
enum AnnotateLine {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// nil for an empty line.
  static func message(_ line: [UInt8]) throws -> Message? {
    guard line.contains(where: { $0 > 32 }) else { return nil }
    let object: JSONValue
    do {
      object = try JSONReader.read(line).plain
    } catch {
      throw Failure(description: "column \(error.position.column): \(error.message)")
    }
    guard let id = object["id"]?.string, let text = object["text"]?.string else {
      throw Failure(description: "expected an object with the strings \"id\" and \"text\"")
    }
    let author = try author(object["author"], of: id)
    return Message(
      id: .init(connector: "annotate", remote: id),
      platform: object["platform"]?.string ?? "annotate",
      author: author, text: text, createdAt: try date(object["createdAt"]?.string),
      conversation: object["conversation"]?.string, language: object["language"]?.string,
      rating: object["rating"]?.number.flatMap { Int(exactly: $0) },
      visibility: object["isPublic"]?.bool ?? true ? .public : .direct, isAutomated: author.isBot)
  }

  /// An object, or the handle alone. Who is not named is somebody else each time: strangers do not
  /// share the limits of one author.
  private static func author(_ value: JSONValue?, of message: String) throws -> Author {
    switch value {
    case nil, .null?: return Author(id: "author of \(message)", handle: "", name: "")
    case .string(let handle)?: return Author(id: handle, handle: handle, name: "")
    case .object?:
      let handle = value?["handle"]?.string
      return Author(
        id: value?["id"]?.string ?? handle ?? "author of \(message)", handle: handle ?? "",
        name: value?["name"]?.string ?? "", isBot: value?["bot"]?.bool ?? false,
        followers: value?["followers"]?.number.flatMap { Int(exactly: $0) })
    default:
      throw Failure(description: "author: expected an object such as {\"id\": \"a\"} or a handle")
    }
  }

  private static func date(_ text: String?) throws -> Date {
    guard let text else { return SystemTime().now }
    do {
      return try Date(text, strategy: .iso8601)
    } catch {
      do {
        return try Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
      } catch {
        throw Failure(description: "createdAt: expected ISO 8601 such as 2026-11-27T08:00:00Z")
      }
    }
  }
}

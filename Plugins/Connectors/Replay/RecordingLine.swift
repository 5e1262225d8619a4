import Foundation
import PluginKit

/// One line of a recording, checked on its own.
struct RecordingLine: Sendable {
  enum Event: Sendable {
    case message(Message)
    case edit(id: String, text: String)
    case delete(id: String)
    /// A person of the brand answers the message on the platform, with a post of this id.
    case answer(id: String, post: String)
  }

  let event: Event
  /// From the start of the recording.
  let at: Duration?
  /// A message's own time, when the line gives one.
  let createdAt: Date?

  var id: String {
    switch event {
    case .message(let message): message.id.remote
    case .edit(let id, _), .delete(let id), .answer(let id, _): id
    }
  }

  init(_ bytes: some Sequence<UInt8>, connector: String) throws(RecordingFields.Failure) {
    var fields = try RecordingFields(bytes)
    at = try fields.duration("at")
    if let id = try fields.string("edit") {
      event = .edit(id: id, text: try fields.required("text", fields.string("text")))
      createdAt = nil
    } else if let id = try fields.string("delete") {
      event = .delete(id: id)
      createdAt = nil
    } else if let id = try fields.string("answered") {
      event = .answer(id: id, post: try fields.required("by", fields.string("by")))
      createdAt = nil
    } else {
      createdAt = try fields.date("createdAt")
      event = .message(
        try Self.message(&fields, connector: connector, createdAt: createdAt))
    }
    try fields.refuseOthers()
  }

  private static func message(
    _ fields: inout RecordingFields, connector: String, createdAt: Date?
  ) throws(RecordingFields.Failure) -> Message {
    let id = try fields.required("id", fields.string("id"))
    let author = try author(&fields, of: id)
    return Message(
      id: .init(connector: connector, remote: id),
      platform: try fields.string("platform") ?? "replay", author: author,
      text: try fields.required("text", fields.string("text")),
      // Without a time of its own, the recording stamps it when it is played.
      createdAt: createdAt ?? Date(timeIntervalSince1970: 0),
      conversation: try fields.string("conversation"), inReplyTo: try fields.string("inReplyTo"),
      language: try fields.string("language"), rating: try fields.integer("rating", in: 1...5),
      visibility: try visibility(&fields), isAutomated: author.isBot)
  }

  /// A message that names no author has one of its own.
  private static func author(
    _ fields: inout RecordingFields, of message: String
  ) throws(RecordingFields.Failure) -> Author {
    guard var inner = try fields.object("author") else {
      return Author(id: message, handle: "@\(message)")
    }
    let handle = try inner.string("handle")
    let id = try inner.string("id") ?? handle ?? message
    let author = Author(
      id: id, handle: handle ?? "@\(id)", name: try inner.string("name") ?? "",
      isBot: try inner.flag("bot") ?? false,
      followers: try inner.integer("followers", in: 0...1_000_000_000_000))
    try inner.refuseOthers()
    return author
  }

  private static func visibility(
    _ fields: inout RecordingFields
  ) throws(RecordingFields.Failure) -> Visibility {
    let isPublic = try fields.flag("isPublic")
    guard let name = try fields.string("visibility") else {
      return isPublic == false ? .direct : .public
    }
    let names = Visibility.allCases.map(\.name).joined(separator: ", ")
    guard let visibility = Visibility(name: name) else {
      throw fields.failure("visibility", "expected one of \(names)")
    }
    guard isPublic == nil || isPublic == visibility.isPublic else {
      throw fields.failure("visibility", "contradicts \"isPublic\"; keep one of the two")
    }
    return visibility
  }
}

/// Where a message stands, as `Message.conversation` keeps it: a room, and the thread in it. Ids
/// hold no space, so it parts the two.
struct ConversationID: Sendable, Hashable {
  var room: String
  /// The event that the thread began with; nil outside threads.
  var thread: String?

  init(room: String, thread: String? = nil) {
    self.room = room
    self.thread = thread
  }

  /// nil when the text is not of this connector.
  init?(_ text: String?) {
    guard
      let parts = text?.split(separator: " ", omittingEmptySubsequences: false).map(String.init),
      let room = parts.first, MatrixID.isValid(room, .room), parts.count <= 2,
      parts.dropFirst().allSatisfy({ MatrixID.isValid($0, .event) })
    else { return nil }
    self.init(room: room, thread: parts.count == 2 ? parts[1] : nil)
  }

  var text: String { thread.map { "\(room) \($0)" } ?? room }
}

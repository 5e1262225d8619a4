public import PluginKit

/// What a person on duty sees of one handoff.
extension Card {
  public init(_ notification: HandoffNotification) {
    let isOver = notification.occasion == .ended
    let actions = isOver ? [] : Self.actions(notification.links)
    let post = WebAddress.link(notification.message.url).map { Link(.post, "Open the post", $0) }
    self.init(
      key: notification.key, thread: notification.thread,
      phase: isOver ? .over : notification.occasion == .taken ? .note : .open,
      urgency: notification.urgency, title: HandoffTitle.text(notification),
      parts: HandoffParts(notification: notification, hasLinks: !actions.isEmpty).all,
      links: actions + [post].compactMap { $0 })
  }

  private static func actions(_ links: HandoffLinks?) -> [Link] {
    guard let links else { return [] }
    let all: [(Link.Role, String, String)] = [
      (.take, "Take it", links.take), (.snooze, "Snooze", links.snooze),
      (.close, "Close", links.close),
    ]
    return all.compactMap { role, title, url in
      WebAddress.link(url).map { Link(role, title, $0) }
    }
  }
}

import Engine
import GRDB
import Synchronization

/// `mentions(words, text)` in SQL: whether a text is about a topic.
enum TopicFunction {
  static let name = "mentions"

  static func add(to db: Database) {
    let last = LastTopic()
    db.add(
      function: DatabaseFunction(name, argumentCount: 2, pure: true) { values in
        guard let words = String.fromDatabaseValue(values[0]),
          let text = String.fromDatabaseValue(values[1])
        else { return false }
        return last.topic(words).occur(in: text)
      })
  }

  /// One statement asks for the same words again and again.
  private final class LastTopic: Sendable {
    private let last = Mutex<TopicWords?>(nil)

    func topic(_ text: String) -> TopicWords {
      last.withLock { last in
        if let last, last.text == text { return last }
        let topic = TopicWords(text: text)
        last = topic
        return topic
      }
    }
  }
}

import PluginKit

/// What the brand of these tests says.
enum Brand {
  static let complaint: JSONValue = [
    "id": "complaint", "when": ["intent": "complaint"], "do": "acknowledgeAndHandoff",
    "team": "care", "reason": "a complaint",
    "templates": ["en": ["Thank you for telling us. A colleague will answer you here."]],
  ]

  static let praise: JSONValue = [
    "id": "praise", "when": ["intent": "praise"], "do": "answer",
    "templates": ["en": ["Thank you for your kind words."]],
  ]

  static let courses: JSONValue = ["courses": [complaint, praise]]
  static let fewerCourses: JSONValue = ["courses": [complaint]]

  /// Six entries: one more than `candidates` lists.
  static let faq: JSONValue = [
    "entries": [
      entry("late-order", ["Where is my order?", "How do I track my order?"]),
      entry("refund", ["How do I get a refund?", "When will I get my money back?"]),
      entry("password", ["I forgot my password", "How do I reset my password?"]),
      entry("hours", ["When are you open?", "What are your opening hours?"]),
      entry("size", ["Which size fits me?", "Do you have a size chart?"]),
      entry("gift", ["Do you wrap gifts?", "Can I add a gift card?"]),
    ]
  ]

  private static func entry(_ id: String, _ questions: [JSONValue]) -> JSONValue {
    [
      "id": .string(id), "language": "en", "answer": "You find this under \"My orders\".",
      "questions": .array(questions),
    ]
  }
}

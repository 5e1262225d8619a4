public import PluginKit

/// What the brand of the tests says.
extension DaemonSetup {
  /// One course: every message is answered.
  public static let answerEverything: JSONValue = [
    "courses": [
      [
        "id": "all", "do": "answer",
        "templates": ["en": ["Thank you for writing to us.", "Thank you, we have read this."]],
      ]
    ]
  ]

  /// Complaints are acknowledged and handed off, all else is answered.
  public static let speakAlways: JSONValue = [
    "courses": [
      complaint,
      ["id": "all", "do": "answer", "templates": ["en": ["Thank you for writing to us."]]],
    ]
  ]

  /// As a brand would: what no course and no FAQ entry covers goes to people.
  public static let support: JSONValue = [
    "courses": [
      ["id": "repost", "form": ["repost"], "do": "ignore", "reason": "a repost"],
      ["id": "bare", "form": ["bare"], "do": "ignore", "reason": "only tags, mentions or links"],
      complaint,
      [
        "id": "praise", "when": ["intent": "praise"], "do": "answer",
        "templates": [
          "en": ["Thank you for the kind words!", "That is lovely to read, thank you."]
        ],
      ],
      [
        "id": "experience", "when": ["intent": "experience"], "do": "answer",
        "templates": ["en": ["Thank you for telling us about it.", "Thank you for sharing this."]],
      ],
    ]
  ]

  private static let complaint: JSONValue = [
    "id": "complaint", "when": ["intent": "complaint"], "do": "acknowledgeAndHandoff",
    "team": "care", "reason": "a complaint",
    "templates": [
      "en": [
        "Thank you for telling us. A colleague will read this and write to you here.",
        "We hear you. Your message is with our team, and a colleague will answer you here.",
      ]
    ],
  ]

  static let faq: JSONValue = [
    "entries": [
      entry(
        "baggage", "Please report a missing bag at the desk, or answer here with the bag's number.",
        [
          "Where is my bag?", "My luggage did not arrive", "How do I report lost baggage?",
          "You lost my suitcase, what do I do now?", "Where can I track my delayed bag?",
        ]),
      entry(
        "refund", "Refunds take up to ten working days; the status stands under \"My bookings\".",
        [
          "How do I get a refund?", "When will I get my money back?", "Can I get a refund?",
          "I cancelled, where is my refund?", "How long does a refund take?",
        ]),
      entry(
        "rebook", "You can change a booking yourself under \"My bookings\".",
        [
          "How do I change my flight?", "Can I rebook my flight?", "How can I rebook online?",
          "I need to change my flight to tomorrow", "What does it cost to change a flight?",
        ]),
      entry(
        "account", "You can set a new password with the link on the sign-in page.",
        [
          "I cannot log in to my account", "How do I reset my password?", "I forgot my password",
          "My account is locked, what can I do?", "Why can I not sign in?",
        ]),
    ]
  ]

  private static func entry(_ id: String, _ answer: String, _ questions: [String]) -> JSONValue {
    [
      "id": .string(id), "language": "en", "answer": .string(answer),
      "questions": .array(questions.map { .string($0) }),
    ]
  }
}

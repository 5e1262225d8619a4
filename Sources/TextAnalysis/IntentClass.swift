/// What a customer's message is for, in the order of the intent model's classes.
public enum IntentClass: Int, CaseIterable, Sendable {
  /// Something went wrong, or is missing, and it is the brand's.
  case complaint
  /// Asks for information or help without finding fault.
  case question
  /// Thanks or lauds.
  case praise
  /// Tells about using the product, without complaint, praise or question.
  case experience
  /// Anything else, most of it not meant for the brand.
  case other

  /// The name in model files and findings.
  public var name: String {
    switch self {
    case .complaint: "complaint"
    case .question: "question"
    case .praise: "praise"
    case .experience: "experience"
    case .other: "other"
    }
  }

  public static var names: [String] { allCases.map(\.name) }

  public init?(name: String) {
    guard let known = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = known
  }
}

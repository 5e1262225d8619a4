/// The kinds of severe messages, in the order of the finding.
enum CrisisCategory: String, CaseIterable, Sendable {
  /// Somebody was or may be hurt by a product or on the brand's premises.
  case safety
  case selfHarm
  /// Violence announced against people or places.
  case threat
  /// Lawyers, courts, regulators.
  case legal
  /// Personal data in the wrong hands.
  case privacy
  case fraud
  case discrimination
  case press
  case boycott

  var index: Int {
    switch self {
    case .safety: 0
    case .selfHarm: 1
    case .threat: 2
    case .legal: 3
    case .privacy: 4
    case .fraud: 5
    case .discrimination: 6
    case .press: 7
    case .boycott: 8
    }
  }
}

/// Who may be behind a link: names for the ids in personal ones, and whom the others offer.
public struct LinkPeople: Sendable {
  public struct Person: Sendable, Hashable {
    public var id: String
    public var name: String

    public init(id: String, name: String) {
      self.id = id
      self.name = name
    }
  }

  /// nil for somebody whom the config does not have any more.
  let name: @Sendable (_ id: String) -> String?
  let members: @Sendable (_ team: String) -> [Person]

  public init(
    name: @escaping @Sendable (_ id: String) -> String?,
    members: @escaping @Sendable (_ team: String) -> [Person]
  ) {
    self.name = name
    self.members = members
  }

  /// Nobody is known: whoever opens a link writes a name.
  public static let unknown = LinkPeople(name: { _ in nil }, members: { _ in [] })

  /// Those of all `teams`, each once.
  func members(of teams: [String]) -> [Person] {
    var known: Set<String> = []
    return Set(teams).sorted().flatMap(members).filter { known.insert($0.id).inserted }
  }
}

/// A name that somebody typed: letters, points, and single spaces, hyphens or apostrophes between
/// them.
enum TypedName {
  /// Scalars.
  static let limit = 64

  /// nil when no letter is left.
  static func cleaned(_ text: String) -> String? {
    var name = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(4 * limit) where name.count < limit {
      if scalar.properties.isAlphabetic || scalar == "." {
        name.append(scalar)
      } else if " -'’".unicodeScalars.contains(scalar), let last = name.last,
        last.properties.isAlphabetic || last == "."
      {
        name.append(scalar)
      }
    }
    while let last = name.last, !last.properties.isAlphabetic, last != "." { name.removeLast() }
    return name.contains { $0.properties.isAlphabetic } ? String(name) : nil
  }
}

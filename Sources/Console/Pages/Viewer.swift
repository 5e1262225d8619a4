import Engine

/// Who looks at a page, as far as the page needs to know.
struct Viewer: Sendable, Hashable {
  var name: String
  var role: Role
  /// Teams whose handoffs may be seen; nil: all.
  var teams: Set<String>?
  /// What the forms have to bring along.
  var csrf: String

  init(name: String, role: Role, teams: Set<String>? = nil, csrf: String) {
    self.name = name
    self.role = role
    self.teams = teams
    self.csrf = csrf
  }

  /// Answers customers, approves drafts, leaves notes and corrections.
  var mayAnswer: Bool { role >= .agent }
  /// Assigns to others, holds, opens and ends incidents.
  var mayLead: Bool { role >= .lead }
  /// Sees the config, lets people in.
  var mayAdminister: Bool { role >= .admin }
}

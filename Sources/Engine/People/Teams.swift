public import Foundation
public import PluginKit

/// All teams and people, who takes what, and when they are there.
public struct Teams: Sendable {
  public var byName: [String: Team]
  /// Takes what names none.
  public var fallback: String
  public let people: [String: Person]
  public var routes: [Route] = []
  /// The guide's "who answers what": the team for a text.
  public var answering: (any Answering)?
  private let clocks: Clocks

  public init(
    byName: [String: Team], fallback: String, people: [String: Person] = [:],
    timeZone: TimeZone = .gmt
  ) {
    self.byName = byName
    self.fallback = fallback
    self.people = people
    clocks = Clocks(byName, people, timeZone)
  }

  /// The hours and zones of teams and people, computed once a config.
  private struct Clocks: Sendable {
    var brand: ZoneOffsets
    var zoneName: String
    var teams: [String: BusinessHours] = [:]
    var people: [String: BusinessHours] = [:]
    var quiet: [String: BusinessHours] = [:]
    var zones: [String: ZoneOffsets] = [:]

    init(_ teams: [String: Team], _ people: [String: Person], _ zone: TimeZone) {
      brand = ZoneOffsets(zone)
      zoneName = zone.identifier
      self.teams = teams.compactMapValues { team in
        team.calendar.map { BusinessHours($0, timeZone: zone) }
      }
      for (id, person) in people {
        let own = person.zone ?? zone
        if person.zone != nil { zones[id] = ZoneOffsets(own) }
        self.people[id] = person.calendar.map { BusinessHours($0, timeZone: own) }
        guard !person.quiet.isEmpty else { continue }
        let week = Array(repeating: person.quiet, count: 7)
        quiet[id] = BusinessHours(Schedule(week: week), zone: ZoneOffsets(own))
      }
    }
  }
}

extension Teams {
  /// What a handoff is about, for its plan.
  public struct Subject: Sendable {
    public var team: String?
    public var category: String?
    public var reason: String
    public var urgency = Urgency.normal
    public var language: String?
    /// Assigned to this person where possible.
    public var person: String?
    /// How often the author has written without being helped; nil: not known here.
    public var timesAsked: Int?
    /// Instants at which so many per cent of the human window are over.
    public var warnings: [Warning] = []

    public init(team: String? = nil, category: String? = nil, reason: String) {
      self.team = team
      self.category = category
      self.reason = reason
    }
  }

  /// The rows of a handoff: who is told, when, and the instant of each level. A team that the
  /// config no longer knows is replaced by the fallback, so that nothing is forgotten.
  public func plan(_ subject: Subject, at now: Date) -> PlannedHandoff {
    let name = subject.team.flatMap { byName[$0] == nil ? nil : $0 } ?? fallback
    let team = byName[name]
    // Only a plugin that is a program can name a team that the config does not have.
    let isLost = subject.team.map { $0 != name && !byName.isEmpty } == true
    let reason =
      isLost
      ? "\(subject.reason) (for the team \"\(subject.team ?? "")\", which there is not)"
      : subject.reason
    let waits = opening(of: name, subject.urgency, now)
    let start = waits ?? now
    let levels = (team?.escalate ?? []).map { start + $0.after }
    return PlannedHandoff(
      team: name, category: subject.category, reason: reason, urgency: subject.urgency,
      recipients: first(name, subject.urgency, now), notifyAt: start, opensAt: waits,
      escalations: levels.isEmpty ? [start + (team?.repeatEvery ?? .hours(1))] : levels,
      candidates: candidates(name, subject, at: start), warnings: subject.warnings,
      groupFor: team?.groupFor ?? .zero, quietAfter: team?.quietAfter,
      timesAsked: subject.timesAsked)
  }

  public func plan(
    team: String?, category: String?, reason: String, at now: Date
  ) -> PlannedHandoff {
    plan(Subject(team: team, category: category, reason: reason), at: now)
  }

  /// When the team is there again, if nobody is told before that; nil: now.
  func opening(of name: String, _ urgency: Urgency, _ now: Date) -> Date? {
    guard let team = byName[name], urgency < team.outside.wakeFrom,
      let span = clocks.teams[name]?.span(at: now), span.lowerBound > now
    else { return nil }
    return span.lowerBound
  }

  func isClosed(_ name: String, at now: Date) -> Bool {
    guard let hours = clocks.teams[name] else { return false }
    return hours.span(at: now).map { $0.lowerBound > now } ?? true
  }

  /// Who is told first: the team, or while it is closed whoever is on call.
  private func first(_ name: String, _ urgency: Urgency, _ now: Date) -> [Recipient] {
    guard let team = byName[name] else { return [] }
    if isClosed(name, at: now), urgency >= team.outside.wakeFrom {
      let called = onCall(team, at: now)
      if !called.isEmpty { return called }
    }
    return team.notify.map { Recipient(notifier: $0) }
  }

  private func onCall(_ team: Team, at now: Date) -> [Recipient] {
    guard let rotation = team.onCall else { return [] }
    let local = clocks.brand.local(Int(now.timeIntervalSince1970.rounded(.down)))
    let present = rotation.order(atLocal: local).first { !isAway($0, at: now) }
    return present.map { recipients(of: $0, at: now, isCalled: true) } ?? []
  }
}

extension Teams {
  /// The team of this id, else the fallback.
  func team(_ name: String) -> Team? { byName[name] ?? byName[fallback] }

  /// Whom escalation `level` (1-based) tells now.
  func recipients(_ name: String, level: Int, at now: Date) -> [Recipient] {
    guard let team = team(name) else { return [] }
    let called = team.step(at: level)?.callsOnCall == true ? onCall(team, at: now) : []
    let named = team.notifiers(at: level).map { Recipient(notifier: $0) }
    return named + called.filter { one in !named.contains { $0.notifier == one.notifier } }
  }

  /// Whom to tell when all that was tried failed, nearest first: the levels above, the fallback
  /// team, then every other notifier of a team.
  func everyRoute(_ name: String) -> [String] {
    let own = byName[name]?.everyNotifier ?? []
    let other = byName[fallback]?.everyNotifier ?? []
    let rest = byName.sorted { $0.key < $1.key }.flatMap(\.value.everyNotifier)
    var seen: Set<String> = []
    return (own + other + rest).filter { seen.insert($0).inserted }
  }

  /// The notifiers of the person, not before the end of a quiet time unless it is a call.
  func recipients(of id: String, at now: Date, isCalled: Bool) -> [Recipient] {
    guard let person = people[id] else { return [] }
    let end = isCalled ? nil : quietEnd(id, at: now)
    return person.notify.map { Recipient(notifier: $0, person: id, notBefore: end) }
  }

  private func quietEnd(_ id: String, at now: Date) -> Date? {
    guard let span = clocks.quiet[id]?.span(at: now), span.contains(now) else { return nil }
    return span.upperBound
  }

  /// Members that may have a handoff, those who speak the language first and alone where there are
  /// any, in the order of the config.
  func candidates(_ name: String, _ subject: Subject, at now: Date) -> Candidates? {
    guard let team = byName[name] else { return nil }
    var ids = team.assign == .none ? [] : team.members.filter { isThere($0, at: now) }
    let speaking = ids.filter { speaks($0, subject.language) }
    if !speaking.isEmpty { ids = speaking }
    if let person = subject.person, isThere(person, at: now) {
      ids = [person] + ids.filter { $0 != person }
    }
    guard !ids.isEmpty else { return nil }
    let isCalled = subject.urgency == .critical
    return Candidates(
      people: ids.map { id in
        Candidates.Person(
          id: id, capacity: people[id]?.capacity ?? 0,
          recipients: recipients(of: id, at: now, isCalled: isCalled))
      }, prefersFewest: team.assign == .leastBusy, isFirstPreferred: subject.person == ids[0])
  }

  private func speaks(_ id: String, _ language: String?) -> Bool {
    guard let person = people[id], let language = language?.lowercased(),
      !person.languages.isEmpty
    else { return false }
    return person.languages.contains {
      language == $0.lowercased() || language.hasPrefix($0.lowercased() + "-")
    }
  }

  private func isThere(_ id: String, at now: Date) -> Bool {
    guard people[id] != nil, !isAway(id, at: now) else { return false }
    guard let hours = clocks.people[id] else { return true }
    return hours.span(at: now).map { $0.contains(now) } ?? false
  }

  private func isAway(_ id: String, at now: Date) -> Bool {
    guard let person = people[id], !person.away.isEmpty else { return false }
    let local = (clocks.zones[id] ?? clocks.brand).local(Int(now.timeIntervalSince1970))
    let day = CivilDay(number: (local - floorModulo(local, 86_400)) / 86_400)
    return person.away.contains { $0.first <= day && day <= $0.last }
  }
}

extension Teams {
  /// The first route that matches, if any.
  func route(_ message: Message, _ findings: Findings, category: String?) -> Route? {
    routes.first { $0.matches(message, findings, category: category) }
  }

  /// A person by id or name, as operators name themselves.
  public func person(named name: String) -> (id: String, person: Person)? {
    if let person = people[name] { return (name, person) }
    return people.sorted { $0.key < $1.key }
      .first { $0.value.name.lowercased() == name.lowercased() }.map { ($0.key, $0.value) }
  }

  /// The people of a team, by id and name; everybody where it names none.
  public func members(of name: String) -> [(id: String, name: String)] {
    let named = byName[name]?.members ?? []
    let ids = named.isEmpty ? people.keys.sorted() : named
    return ids.compactMap { id in people[id].map { (id, $0.name) } }
  }

  /// `Fri 27 Nov 14:00 (Europe/Madrid)`, on the clock of a person, else of the brand.
  func clockText(_ instant: Date, for person: String?) -> String {
    let zone = person.flatMap { clocks.zones[$0] } ?? clocks.brand
    let name = person.flatMap { people[$0]?.zone?.identifier } ?? clocks.zoneName
    return "\(LocalTime(instant, in: zone).text) (\(name))"
  }

  /// When a team is there again, in the customer's language.
  func openingText(_ instant: Date, now: Date, language: String) -> String {
    let opening = LocalTime(instant, in: clocks.brand)
    return opening.relative(to: LocalTime(now, in: clocks.brand), language: language)
  }
}

import ConnectorKit
import Foundation
import PluginKit
import Transport

/// One step of reading an account's rooms: a gap, or the next sync.
struct RoomSync: Sendable {
  /// Events of one room in one sync, and of a room at a first start from the oldest.
  private static let timelineLimit = 20
  /// An event may carry a time somewhat before it reached the server.
  private static let clockMargin = Duration.minutes(10)
  /// How long a sync may wait while an invitation is to be tried again.
  private static let invitationPause = Duration.seconds(5)

  let api: MatrixAPI
  let account: Account
  let settings: MatrixSettings
  let time: any Time

  /// A first start: what is there already is no news, unless the settings say so.
  func begin(into page: inout NewsPage) async throws(PollFailure) -> SyncPosition {
    let isAll = settings.startFrom == .oldest
    let answer = try await initialSync(limit: isAll ? Self.timelineLimit : 1)
    var position = SyncPosition(account: owner, since: answer.next, now: time.now)
    if isAll {
      position.startedAt = 0
      for room in answer.joined { try await read(room, position, into: &page) }
    }
    invite(answer.invited, &position)
    return position
  }

  /// - Returns: where to go on.
  func next(
    after old: SyncPosition, into page: inout NewsPage
  ) async throws(PollFailure) -> SyncPosition {
    var position = old
    if position.account != owner { return try await beginningAgain(old) }
    if position.hasInvitation(dueAt: time.now) {
      await Invitations(api: api, time: time).accept(&position)
    }
    if position.gaps.isEmpty {
      try await sync(&position, into: &page)
    } else {
      try await readGap(&position, into: &page)
    }
    return position
  }
}

extension RoomSync {
  private func readGap(
    _ position: inout SyncPosition, into page: inout NewsPage
  ) async throws(PollFailure) {
    let reader = GapReader(api: api, me: account.user)
    let found = try await reader.read(&position.gaps[0])
    if position.gaps[0].rooms.isEmpty { position.gaps.removeFirst() }
    account.names.note(found.room, found.state)
    try await account.reader.read(
      found.events, in: found.room, isLate: true,
      startedAt: Date(milliseconds: position.startedAt), into: &page)
  }

  private func sync(
    _ position: inout SyncPosition, into page: inout NewsPage
  ) async throws(PollFailure) {
    let longest = position.invitations.isEmpty ? settings.waitForNews : Self.invitationPause
    let answer: SyncAnswer
    switch try await ask(
      since: position.since, waiting: min(longest, settings.waitForNews))
    {
    case .news(let news): answer = news
    case .forgotten:
      position = try await beginningAgain(position)
      return
    }
    if let direct = answer.direct { account.rooms.note(direct: direct) }
    var limited: [String] = []
    for room in answer.joined {
      note(room)
      if let arrival = position.arrivals.firstIndex(of: room.id) {
        position.arrivals.remove(at: arrival)
        position.gaps.append(Gap(rooms: [room.id], newest: answer.next, start: .invitation))
      } else if room.isLimited {
        limited.append(room.id)
      } else {
        try await read(room, position, into: &page)
      }
    }
    if !limited.isEmpty {
      position.gaps.append(
        Gap(rooms: limited.sorted(), newest: answer.next, start: .token(position.since)))
    }
    invite(answer.invited, &position)
    for room in answer.left { leave(room, &position) }
    if answer.next != position.since {
      position.since = answer.next
      position.seenAt = time.now.milliseconds
    }
  }

  /// Whose positions these are.
  private var owner: String { "\(account.user) \(api.root)" }

  /// The server does not know where polling stood: everything is read again from its time on.
  private func beginningAgain(_ old: SyncPosition) async throws(PollFailure) -> SyncPosition {
    let answer = try await initialSync(limit: 1)
    api.warnings.add(
      "the server does not know where polling stood; all rooms are read again from "
        + "\(Date(milliseconds: old.seenAt).ISO8601Format()) on")
    var position = SyncPosition(account: owner, since: answer.next, now: time.now)
    (position.startedAt, position.seenAt) = (old.startedAt, old.seenAt)
    let start = (Date(milliseconds: old.seenAt) - Self.clockMargin).milliseconds
    let rooms = answer.joined.map(\.id).sorted()
    if !rooms.isEmpty {
      position.gaps = [Gap(rooms: rooms, newest: answer.next, start: .time(start))]
    }
    invite(answer.invited, &position)
    return position
  }

  private func read(
    _ room: SyncAnswer.JoinedRoom, _ position: SyncPosition, into page: inout NewsPage
  ) async throws(PollFailure) {
    try await account.reader.read(
      room.events, in: room.id, isLate: false,
      startedAt: Date(milliseconds: position.startedAt), into: &page)
  }

  private func note(_ room: SyncAnswer.JoinedRoom) {
    // What a whole timeline says is noted event by event, as its messages are read.
    let newest = room.isLimited ? room.events.events : []
    account.rooms.note(room.id, members: room.members, room.state + newest)
    account.names.note(room.id, room.state + room.events.events)
  }

  private func invite(_ rooms: [SyncAnswer.InvitedRoom], _ position: inout SyncPosition) {
    for room in rooms where settings.invitations.accepts(room.inviter(of: account.user)) {
      position.invite(room.id)
    }
  }

  private func leave(_ room: SyncAnswer.LeftRoom, _ position: inout SyncPosition) {
    account.rooms.forget(room.id)
    position.forget(room.id)
    let how =
      switch room.ending(of: account.user) {
      case ("ban", let by)?: "was banned by \(by) from"
      case ("leave", let by)? where by != account.user: "was removed by \(by) from"
      default: "has left"
      }
    api.warnings.add("the account \(how) the room \(room.id): nobody is answered there any more")
  }
}

extension RoomSync {
  private enum Outcome {
    case news(SyncAnswer)
    case forgotten
  }

  private func initialSync(limit: Int) async throws(PollFailure) -> SyncAnswer {
    let outcome = try await ask(since: nil, limit: limit, waiting: .zero)
    guard case .news(let answer) = outcome else {
      throw .malformed("the server refuses a first sync")
    }
    for room in answer.joined { note(room) }
    return answer
  }

  private func ask(
    since: String?, limit: Int = timelineLimit, waiting: Duration
  ) async throws(PollFailure) -> Outcome {
    var milliseconds = Int((waiting.seconds * 1000).rounded())
    // Synapse answers what it was asked within two minutes as it did then. A first sync is to show
    // what is there now; it does not wait, so that this makes it another question and no more.
    if since == nil { milliseconds = Int(time.now.milliseconds % 1000) }
    var parameters: Parameters = [
      "timeout": "\(milliseconds)", "set_presence": "offline",
      "filter": RoomFilter.sync(limit: api.pageSize.limited(limit)),
    ]
    parameters.add("since", since)
    switch try await api.read("sync", parameters, waiting: waiting) {
    case .good(let json):
      guard let answer = SyncAnswer(json) else {
        throw .malformed("a sync has no \"next_batch\"")
      }
      api.pageSize.grow()
      return .news(answer)
    case .tooLarge(let why):
      api.pageSize.shrink()
      throw .retry(after: nil, "\(why) It is asked for fewer events next.")
    case .refused(let refusal):
      if refusal.status == 400, since != nil { return .forgotten }
      if refusal.status == 403 {
        throw .unauthorised(
          "the server forbids the account to read (\(refusal)): is it locked or deactivated?")
      }
      throw .malformed(
        "the server refuses the sync (\(refusal)): is \"server\" a Matrix homeserver?")
    }
  }
}

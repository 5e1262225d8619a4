import Foundation

/// A mailbox that is open for reading; valid within `IMAPClient.read` only.
public struct IMAPReading: Sendable {
  /// As it was when it was opened.
  public let mailbox: IMAPMailbox
  private let session: IMAPSession
  private let client: IMAPClient

  init(session: IMAPSession, mailbox: IMAPMailbox, _ client: IMAPClient) {
    self.session = session
    self.mailbox = mailbox
    self.client = client
  }

  /// The UIDs in `range` that exist, ascending.
  public func uids(in range: ClosedRange<UInt32>) async throws(TransportFailure) -> [UInt32] {
    // `n:*` would always find the last mail, and a server may count `n:m` so, too.
    try await search(IMAPCommand("UID SEARCH UID \(range.lowerBound):\(range.upperBound)"))
      .filter(range.contains)
  }

  /// The UIDs of mails whose header field `name` holds `text`, ascending.
  ///
  /// - Parameter name: a field's fixed name.
  public func uids(
    withHeader name: String, _ text: String
  ) async throws(TransportFailure) -> [UInt32] {
    var command = IMAPCommand("UID SEARCH HEADER \(name)")
    command.add(argument: text)
    return try await search(command)
  }

  /// The sizes of these mails in bytes; without those that are gone.
  public func sizes(of uids: [UInt32]) async throws(TransportFailure) -> [UInt32: Int] {
    try await fetch(uids, "UID RFC822.SIZE").compactMapValues { $0["RFC822.SIZE"]?.number }
      .mapValues(Int.init)
  }

  /// These mails, each up to so many bytes, ascending, without those that are gone. `\Seen` stays
  /// as it was.
  public func mails(
    _ uids: [UInt32], maxBytes: Int
  ) async throws(TransportFailure) -> [IMAPMail] {
    let items = "UID RFC822.SIZE FLAGS INTERNALDATE BODY.PEEK[]<0.\(maxBytes)>"
    return try await fetch(uids, items).compactMap { uid, values in
      guard let bytes = values["BODY[]<0>"]?.data ?? values["BODY[]"]?.data else { return nil }
      var flags: [String] = []
      if case .list(let found)? = values["FLAGS"] { flags = found.compactMap(\.atom) }
      let date = values["INTERNALDATE"]?.data.map { String(decoding: $0, as: UTF8.self) }
      return IMAPMail(
        uid: uid, receivedAt: date.flatMap(IMAPText.date), flags: flags,
        size: values["RFC822.SIZE"]?.number.map(Int.init) ?? bytes.count,
        bytes: bytes.prefix(maxBytes))
    }.sorted { $0.uid < $1.uid }
  }

  private func search(_ command: IMAPCommand) async throws(TransportFailure) -> [UInt32] {
    let answer = try await session.run(command)
    var found: Set<UInt32> = []
    for case .data("SEARCH", nil, let values) in answer.responses {
      found.formUnion(values.compactMap(\.number))
    }
    return found.sorted()
  }

  private func fetch(
    _ uids: [UInt32], _ items: String
  ) async throws(TransportFailure) -> [UInt32: [String: IMAPValue]] {
    guard !uids.isEmpty else { return [:] }
    let answer = try await session.run(
      IMAPCommand("UID FETCH \(IMAPText.set(uids)) (\(items))"))
    let asked = Set(uids)
    var found: [UInt32: [String: IMAPValue]] = [:]
    for case .data("FETCH", _?, let values) in answer.responses {
      guard case .list(let pairs)? = values.first, pairs.count % 2 == 0 else {
        throw client.malformed("a FETCH that is no list of pairs")
      }
      var fields: [String: IMAPValue] = [:]
      for index in stride(from: 0, to: pairs.count, by: 2) {
        guard let name = pairs[index].atom else {
          throw client.malformed("a FETCH with a nameless value")
        }
        fields[name.uppercased()] = pairs[index + 1]
      }
      // Servers also tell by themselves of flags that others changed.
      guard let uid = fields["UID"]?.number, asked.contains(uid) else { continue }
      found[uid, default: [:]].merge(fields) { first, _ in first }
    }
    return found
  }
}

extension IMAPMailbox {
  /// Nil if the server leaves out what a cursor needs.
  init?(_ answer: IMAPSession.Answer) {
    var numbers: [String: UInt32] = [:]
    var exists: Int?
    for response in answer.responses {
      switch response {
      case .status(nil, .ok, let code?, _):
        let words = code.split(separator: " ")
        if words.count == 2, let number = UInt32(words[1]) {
          numbers[words[0].uppercased()] = number
        }
      case .data("EXISTS", let number?, _): exists = Int(number)
      default: break
      }
    }
    guard let validity = numbers["UIDVALIDITY"], let next = numbers["UIDNEXT"], let exists else {
      return nil
    }
    self.init(uidValidity: validity, uidNext: next, exists: exists)
  }
}

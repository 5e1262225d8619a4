/// First in, first out, with removal by id; constant time but for the removal.
struct WaitingCalls {
  typealias Entry = (id: CurlCall.ID, transfer: any CurlTransfer)

  private var incoming: [Entry] = []
  private var outgoing: [Entry] = []

  var isEmpty: Bool { incoming.isEmpty && outgoing.isEmpty }

  mutating func append(_ entry: Entry) { incoming.append(entry) }

  mutating func popFirst() -> Entry? {
    if outgoing.isEmpty {
      outgoing = incoming.reversed()
      incoming.removeAll(keepingCapacity: true)
    }
    return outgoing.popLast()
  }

  mutating func remove(_ id: CurlCall.ID) -> Entry? {
    if let index = outgoing.firstIndex(where: { $0.id == id }) {
      return outgoing.remove(at: index)
    }
    guard let index = incoming.firstIndex(where: { $0.id == id }) else { return nil }
    return incoming.remove(at: index)
  }
}

import Foundation

/// An entity that servers list in pages.
protocol PageItem: Decodable, Sendable {
  var id: String? { get }
}

/// One page as served, read item by item: what cannot be read costs only itself.
struct RemotePage<Item: PageItem>: Sendable {
  struct Entry: Sendable {
    var id: String?
    /// nil: unreadable.
    var item: Item?
  }

  var entries: [Entry]
  /// The page ended as it should; else entries may be missing behind the last.
  var isWhole = true
  /// Bytes that were no UTF-8 were replaced.
  var isRepaired = false

  var items: [Item] { entries.compactMap(\.item) }
  /// Where the next page starts: the first entry that has an id, as served.
  var firstID: String? { entries.lazy.compactMap(\.id).first }

  /// nil when the body is no JSON array at all.
  init?(_ body: Data) {
    var body = body
    if String(validating: body, as: UTF8.self) == nil {
      body = Data(String(decoding: body, as: UTF8.self).utf8)
      isRepaired = true
    }
    do {
      entries = try JSONDecoder().decode([Tolerant<Item>].self, from: body).map {
        Entry(id: $0.value?.id, item: $0.value)
      }
    } catch {
      guard let elements = JSONElements(body) else { return nil }
      isWhole = elements.isWhole
      entries = elements.ranges.map { range in
        let item = Self.item(elements.data(range))
        return Entry(id: item?.id ?? elements.id(in: range), item: item)
      }
    }
  }

  init(entries: [Entry]) { self.entries = entries }

  private static func item(_ bytes: Data) -> Item? {
    do {
      return try JSONDecoder().decode(Item.self, from: bytes)
    } catch {
      return nil
    }
  }
}

/// An element of a list that does not spoil the list.
struct Tolerant<Value: Decodable & Sendable>: Decodable, Sendable {
  let value: Value?

  init(from decoder: any Decoder) throws {
    do {
      value = try Value(from: decoder)
    } catch {
      value = nil
    }
  }
}

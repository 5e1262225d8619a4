import ConnectorKit
import Foundation

/// An entity that servers list in pages.
protocol PageItem: RemoteEntity {
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
    if let text = JSONText(body) {
      guard text.root.isArray else { return nil }
      entries = text.root.elements.map { part in
        let item = Item(part)
        return Entry(id: item?.id, item: item)
      }
      return
    }
    guard let elements = JSONElements(body) else { return nil }
    isWhole = elements.isWhole
    entries = elements.ranges.map { range in
      let item = Item.read(elements.data(range))
      return Entry(id: item?.id ?? elements.id(in: range), item: item)
    }
  }

  init(entries: [Entry]) { self.entries = entries }
}

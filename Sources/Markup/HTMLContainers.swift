/// The open elements that matter for their whole length: what nobody sees, quoted history, text
/// whose spaces count.
struct HTMLContainers {
  enum Kind {
    case hidden, quote, preformatted
  }

  private struct Container {
    var name: String
    var kind: Kind
    /// Open elements of the same name within it.
    var nested = 0
  }

  /// Deeper ones are not told apart.
  private static let maxOpen = 32
  /// Elements that have no end, so contain nothing.
  private static let void: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
  ]
  /// Elements that the next of their kind ends.
  private static let unended: Set<String> = ["p", "li", "td", "th", "tr", "option"]

  private var open: [Container] = []
  private(set) var isHidden = false
  private(set) var isPreformatted = false
  private(set) var quotes = 0

  mutating func begin(_ name: String, as kind: Kind?) {
    if Self.void.contains(name) { return }
    if let index = open.lastIndex(where: { $0.name == name }) {
      if Self.unended.contains(name) {
        close(from: index)
      } else {
        open[index].nested += 1
      }
    }
    guard let kind, open.count < Self.maxOpen else { return }
    // The new one counts its own; the one around it was told of it above.
    open.append(Container(name: name, kind: kind))
    count()
  }

  mutating func end(_ name: String) {
    guard let index = open.lastIndex(where: { $0.name == name }) else { return }
    if open[index].nested > 0 {
      open[index].nested -= 1
      return
    }
    close(from: index)
    // It stood within one of the same name.
    if let outer = open.lastIndex(where: { $0.name == name }), open[outer].nested > 0 {
      open[outer].nested -= 1
    }
  }

  private mutating func close(from index: Int) {
    open.removeLast(open.count - index)
    count()
  }

  private mutating func count() {
    isHidden = open.contains { $0.kind == .hidden }
    isPreformatted = open.contains { $0.kind == .preformatted }
    quotes = open.count { $0.kind == .quote }
  }
}

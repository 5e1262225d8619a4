/// One entry of a list to choose from.
struct Choice: Sendable, Hashable {
  var value: String
  var text: String

  init(_ value: String, _ text: String) {
    self.value = value
    self.text = text
  }

  init(_ value: String) { self.init(value, value) }

  func slots(isChosen: Bool = false) -> Slots {
    ["value": value, "text": text, "isChosen": isChosen]
  }
}

extension [Choice] {
  func slots(chosen: String? = nil) -> [Slots] { map { $0.slots(isChosen: $0.value == chosen) } }
}

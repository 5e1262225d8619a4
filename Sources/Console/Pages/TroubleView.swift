/// Why something was not done, and where to go on.
struct TroubleView: PageView {
  static let template = "trouble"

  var title: String
  var words: String
  /// A path of ours, and what it is called.
  var link: Choice?

  init(_ title: String, _ words: String, link: Choice? = Choice("/inbox", "To the inbox")) {
    self.title = title
    self.words = words
    self.link = link
  }

  static let notFound = TroubleView(
    "There is no such page", "It may have been removed, or it is another team's.")
  static let forbidden = TroubleView(
    "This is not yours to do", "Your role does not allow it; ask a lead or an admin.")
  /// A form from elsewhere, or from before the last sign-in.
  static let staleForm = TroubleView(
    "This form is too old", "Nothing was changed. Open the page again and repeat it.")

  /// Somebody was faster: `Ben was first`.
  static func conflict(_ words: String, link: Choice) -> TroubleView {
    TroubleView(words, "Nothing was changed. Look at it as it is now.", link: link)
  }

  static func tooMany(seconds: Int) -> TroubleView {
    TroubleView(
      "Too fast", "Try again in \(seconds < 60 ? "\(seconds) seconds" : "\(seconds / 60) minutes")."
    )
  }

  func slots(_ frame: PageFrame) -> Slots {
    ["words": words, "links": link.map { [["href": $0.value, "label": $0.text]] } ?? []]
  }
}

/// A web or e-mail address in a text.
struct FoundLink: Hashable {
  enum Form: Hashable { case web(scheme: String), bare, email }

  var form: Form
  /// Between `://` and the path; for the other forms the host, with a port where one is given.
  var authority: String
  /// In the folded scalars, path included.
  var range: Range<Int>
}

import HTTPTypes

/// Why a request gets nothing, with a sentence for whoever made it.
struct APIRefusal: Error, Sendable {
  var status: HTTPResponse.Status
  var sentence: String
  /// The methods that a path knows.
  var allow: [String] = []
  /// Seconds after which to try again.
  var retryAfter: Int?

  init(_ status: HTTPResponse.Status, _ sentence: String, allow: [String] = []) {
    self.status = status
    self.sentence = sentence
    self.allow = allow
  }
}

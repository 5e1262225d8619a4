/// A client's request, read from HTTP and not yet judged.
struct APIRequest: Sendable {
    var method: String
    /// Without the query; not percent-decoded.
    var path: String
    var query = Fields()
    var body = Fields()
    /// The body was neither a form nor a JSON object.
    var bodyIsUnreadable = false
    var token: String?
    var idempotencyKey: String?
    var hasUserAgent = true
    /// `Host`, for the links of pages.
    var host = "127.0.0.1"
}

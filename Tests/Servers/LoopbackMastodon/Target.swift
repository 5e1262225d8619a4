/// What a request line asks for.
struct Target: Sendable {
    /// Not percent-decoded.
    var path: String
    var query = Fields()

    init(_ uri: String) {
        guard let mark = uri.utf8.firstIndex(of: UInt8(ascii: "?")) else {
            path = uri
            return
        }
        path = String(uri[..<mark])
        query = Fields(form: uri.utf8[uri.utf8.index(after: mark)...])
    }
}

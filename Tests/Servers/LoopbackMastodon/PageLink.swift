/// The `Link` header of a page: "next" goes to older items, "prev" to newer ones, other parameters
/// stay.
struct PageLink {
    private let address: String
    private let kept: [(key: String, value: String)]

    init(_ request: APIRequest) {
        address = "http://\(request.host)\(request.path)"
        let cursors = ["min_id", "max_id", "since_id"]
        kept = request.query.entries.compactMap { entry in
            guard case .text(let value) = entry.value, !cursors.contains(entry.key) else {
                return nil
            }
            return (entry.key, value)
        }
    }

    func header(newest: Int64, oldest: Int64, hasOlder: Bool) -> String {
        let previous = "<\(url("min_id", newest))>; rel=\"prev\""
        return hasOlder ? "<\(url("max_id", oldest))>; rel=\"next\", \(previous)" : previous
    }

    /// Keys in alphabetical order, as Rails writes them.
    private func url(_ cursor: String, _ id: Int64) -> String {
        var entries = kept
        entries.append((cursor, String(id)))
        entries.sort { $0.key < $1.key }
        let query = entries.map { "\(PageLink.escaped($0.key))=\(PageLink.escaped($0.value))" }
        return "\(address)?\(query.joined(separator: "&"))"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                escaped += byte < 16 ? "%0" : "%"
                escaped += String(byte, radix: 16, uppercase: true)
            }
        }
        return escaped
    }
}

/// Appends JSON to a byte array. The caller writes braces and commas as raw text.
struct JSONWriter: Sendable {
    private(set) var bytes: [UInt8] = []

    mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }
    mutating func raw(_ more: [UInt8]) { bytes.append(contentsOf: more) }

    mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case UInt8(ascii: "\n"): raw("\\n")
            case UInt8(ascii: "\r"): raw("\\r")
            case UInt8(ascii: "\t"): raw("\\t")
            case 0..<0x20:
                raw(byte < 16 ? "\\u000" : "\\u00")
                raw(String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func string(orNull text: String?) {
        guard let text else { return raw("null") }
        string(text)
    }

    /// An id as Mastodon writes one: digits in quotes.
    mutating func id(orNull id: Int64?) {
        guard let id else { return raw("null") }
        raw("\"")
        raw(String(id))
        raw("\"")
    }

    mutating func time(orNull time: Moment?) {
        guard let time else { return raw("null") }
        raw("\"")
        raw(time.text)
        raw("\"")
    }

    /// `{"a":1,"b":2}`, keys sorted so that two equal dictionaries give equal bytes.
    mutating func counts(_ counts: [String: Int]) {
        raw("{")
        for (position, entry) in counts.sorted(by: { $0.key < $1.key }).enumerated() {
            if position > 0 { raw(",") }
            string(entry.key)
            raw(":\(entry.value)")
        }
        raw("}")
    }
}

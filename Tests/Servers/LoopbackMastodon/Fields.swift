import Foundation

/// The parameters of a query string, a form or a flat JSON object, in the order sent.
struct Fields: Sendable {
    /// A request with more is refused by the caller's body limit long before; the rest is dropped.
    static let limit = 1000

    private(set) var entries: [(key: String, value: FieldValue)] = []

    init() {}

    init(form: some Sequence<UInt8>) {
        var key: [UInt8] = []
        var value: [UInt8] = []
        var inValue = false
        func finished() -> (key: String, value: FieldValue)? {
            if key.isEmpty, value.isEmpty { return nil }
            return (Fields.decoded(key), .text(Fields.decoded(value)))
        }
        for byte in form {
            switch byte {
            case UInt8(ascii: "&"):
                if let entry = finished(), entries.count < Fields.limit { entries.append(entry) }
                key.removeAll(keepingCapacity: true)
                value.removeAll(keepingCapacity: true)
                inValue = false
            case UInt8(ascii: "=") where !inValue: inValue = true
            default: inValue ? value.append(byte) : key.append(byte)
            }
        }
        if let entry = finished(), entries.count < Fields.limit { entries.append(entry) }
    }

    /// A list becomes repeated `key[]` entries, as in a form.
    init(json: Data) throws(ControlError) {
        let object: [String: FieldValue]
        do {
            object = try JSONDecoder().decode([String: FieldValue].self, from: json)
        } catch {
            throw .badJSON("\(error)")
        }
        for (key, value) in object.sorted(by: { $0.key < $1.key }) {
            if case .list(let members) = value {
                entries += members.map { ("\(key)[]", $0) }
            } else {
                entries.append((key, value))
            }
        }
    }

    var isEmpty: Bool { entries.isEmpty }

    subscript(key: String) -> FieldValue? { entries.last { $0.key == key }?.value }

    /// The value as text; numbers and flags are written out, as Rails does.
    func text(_ key: String) -> String? { self[key].flatMap(Fields.written) }

    /// All values of `key[]`.
    func list(_ key: String) -> [String] {
        entries.compactMap { $0.key == "\(key)[]" ? Fields.written($0.value) : nil }
    }

    func flag(_ key: String) -> Bool { ["true", "1", "on"].contains(text(key) ?? "") }

    private static func written(_ value: FieldValue) -> String? {
        switch value {
        case .text(let text): text
        case .integer(let integer): String(integer)
        case .number(let number): String(number)
        case .flag(let flag): String(flag)
        case .list, .object, .null: nil
        }
    }

    /// Undoes `+` and `%XX`; a broken escape stays as it is.
    static func decoded(_ bytes: [UInt8]) -> String {
        guard bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "%"), position + 2 < bytes.count,
                let high = hexDigit(bytes[position + 1]), let low = hexDigit(bytes[position + 2])
            {
                plain.append(high << 4 | low)
                position += 3
            } else {
                plain.append(bytes[position] == UInt8(ascii: "+") ? 0x20 : bytes[position])
                position += 1
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}

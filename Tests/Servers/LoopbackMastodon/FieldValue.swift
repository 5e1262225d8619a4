/// A parameter's value as it was sent. Forms and queries only know text; JSON keeps its type, so
/// that a wrong one can be told from a right one.
enum FieldValue: Equatable, Sendable {
    case text(String)
    case integer(Int64)
    case number(Double)
    case flag(Bool)
    case list([FieldValue])
    case object
    case null
}

extension FieldValue: Decodable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // Text first: nearly every value is one, and a failed attempt is slow.
        if let text = FieldValue.read(String.self, container) {
            self = .text(text)
        } else if container.decodeNil() {
            self = .null
        } else if let flag = FieldValue.read(Bool.self, container) {
            self = .flag(flag)
        } else if let integer = FieldValue.read(Int64.self, container) {
            self = .integer(integer)
        } else if let number = FieldValue.read(Double.self, container) {
            self = .number(number)
        } else if let list = FieldValue.read([FieldValue].self, container) {
            self = .list(list)
        } else {
            self = .object
        }
    }

    /// Nil when the value is of another type, which is a question here and not a failure.
    private static func read<Value: Decodable>(
        _ type: Value.Type, _ container: any SingleValueDecodingContainer
    ) -> Value? {
        do {
            return try container.decode(type)
        } catch {
            return nil
        }
    }
}

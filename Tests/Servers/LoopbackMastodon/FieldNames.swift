import HTTPTypes

/// Header names that HTTPTypes has no constant for.
enum FieldNames {
    static let limit = HTTPField.Name("X-RateLimit-Limit")
    static let remaining = HTTPField.Name("X-RateLimit-Remaining")
    static let reset = HTTPField.Name("X-RateLimit-Reset")
    static let link = HTTPField.Name("Link")
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")
}

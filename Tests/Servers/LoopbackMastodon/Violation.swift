/// Something a strict server, or a careful reader of the documentation, would object to.
struct Violation: Equatable, Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case unknownEndpoint, invalidToken, missingUserAgent
        case unknownQueryKey, unknownBodyKey, wrongParameter, unreadableBody
        case limitTooHigh, sinceIDUsed, tooManyIDs
        case missingIdempotencyKey, idempotencyKeyReused
        case missingMention, visibilityWidened
        case requestBeforeReset
    }

    let kind: Kind
    let detail: String
}

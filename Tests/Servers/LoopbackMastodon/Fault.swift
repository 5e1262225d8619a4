/// The ways a request can go wrong. At most one befalls a request.
enum Fault: String, CaseIterable, Sendable {
    /// The server acts, then closes the connection without an answer.
    case loseAnswerAfterActing
    /// The server acts; half of the answer's body arrives.
    case cutBody
    case status429
    /// 500, 502, 503 or 504 without acting.
    case status5xx
    /// The same, but the server has acted: a proxy gave up on it.
    case status5xxAfterActing
    /// A page endpoint answers with the last non-empty page it gave.
    case repeatPage
    /// A page's items come shuffled.
    case reorderPage
    /// The connection closes; the server never looked at the request.
    case dropBeforeActing
}

/// What is wrong with a request to `/_control`; the sentence is the answer's body.
enum ControlError: Error, Equatable {
    case badJSON(String)
    case unknownKey(String, known: [String])
    case missing(String)
    case badValue(String)
    case notFound(String)
    case tooMany(String)

    var status: Int {
        switch self {
        case .notFound: 404
        case .tooMany: 507
        default: 422
        }
    }

    var sentence: String {
        switch self {
        case .badJSON(let detail): "The body is not JSON: \(detail)."
        case .unknownKey(let key, let known):
            "Unknown key \"\(key)\"; known: \(known.joined(separator: ", "))."
        case .missing(let key): "\"\(key)\" is missing."
        case .badValue(let detail): "Bad value: \(detail)."
        case .notFound(let what): "Not found: \(what)."
        case .tooMany(let what): "Too many \(what); POST /_control/reset first."
        }
    }
}

/// Collects violations; the oldest stay, the rest is only counted.
struct ViolationLog: Sendable {
    static let limit = 10_000

    struct Entry: Sendable {
        let violation: Violation
        let method: String
        let path: String
        let at: Moment
    }

    private(set) var entries: [Entry] = []
    private(set) var counts: [String: Int] = [:]

    mutating func note(
        _ kind: Violation.Kind, _ detail: String, _ request: APIRequest, at now: Moment
    ) {
        counts[kind.rawValue, default: 0] += 1
        guard entries.count < ViolationLog.limit else { return }
        let violation = Violation(kind: kind, detail: detail)
        entries.append(
            Entry(violation: violation, method: request.method, path: request.path, at: now))
    }

    func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.raw("{\"count\":\(counts.values.reduce(0, +)),\"kinds\":")
        writer.counts(counts)
        writer.raw(",\"violations\":[")
        for (position, entry) in entries.enumerated() {
            writer.raw(position > 0 ? ",\n{\"kind\":" : "\n{\"kind\":")
            writer.string(entry.violation.kind.rawValue)
            writer.raw(",\"method\":")
            writer.string(entry.method)
            writer.raw(",\"path\":")
            writer.string(entry.path)
            writer.raw(",\"detail\":")
            writer.string(entry.violation.detail)
            writer.raw(",\"at\":\"\(entry.at.text)\"}")
        }
        writer.raw("]}\n")
        return writer.bytes
    }
}

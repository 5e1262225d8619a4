/// Which faults strike, how often, and where: the body of `POST /_control/faults`.
struct FaultPlan: Sendable {
    private var probabilities: [(fault: Fault, probability: Double)] = []
    private var delayProbability = 0.0
    private var delayMilliseconds: Int64 = 0
    private var path: String?
    private var method: String?
    /// How far ahead the `Reset` of an injected 429 lies.
    private(set) var resetAfterMilliseconds: Int64 = 1000
    private(set) var counts: [String: Int] = [:]
    var numbers = SeededNumbers(seed: 0)

    init() {}

    init(_ fields: Fields, keeping counts: [String: Int]) throws(ControlError) {
        self.counts = counts
        let options = ["seed", "delay", "delayMs", "path", "method", "resetAfterMs"]
        let known = Fault.allCases.map(\.rawValue) + options
        for (key, value) in fields.entries {
            if let fault = Fault(rawValue: key) {
                probabilities.append((fault, try FaultPlan.number(key, value, most: 1)))
                continue
            }
            switch key {
            case "seed":
                numbers = SeededNumbers(seed: UInt64(try FaultPlan.number(key, value, most: 1e15)))
            case "delay": delayProbability = try FaultPlan.number(key, value, most: 1)
            case "delayMs":
                delayMilliseconds = Int64(try FaultPlan.number(key, value, most: 600_000))
            case "resetAfterMs":
                resetAfterMilliseconds = Int64(try FaultPlan.number(key, value, most: 86_400_000))
            case "path": path = fields.text(key)
            case "method": method = fields.text(key)
            default: throw .unknownKey(key, known: known)
            }
        }
        if delayMilliseconds > 0, fields["delay"] == nil { delayProbability = 1 }
        guard probabilities.reduce(0, { $0 + $1.probability }) <= 1 else {
            throw .badValue("the probabilities of faults add up to more than 1")
        }
    }

    var isQuiet: Bool { probabilities.isEmpty && delayProbability == 0 }

    /// What befalls this request. One number is drawn per matching request, so that a run repeats.
    mutating func draw(method: String, path: String) -> Fault? {
        guard concerns(method: method, path: path), !probabilities.isEmpty else { return nil }
        var rest = numbers.fraction()
        for (fault, probability) in probabilities {
            if rest < probability { return fault }
            rest -= probability
        }
        return nil
    }

    mutating func drawDelay(method: String, path: String) -> Int64 {
        guard delayMilliseconds > 0, concerns(method: method, path: path) else { return 0 }
        guard delayProbability >= 1 || numbers.fraction() < delayProbability else { return 0 }
        counts["delay", default: 0] += 1
        return delayMilliseconds
    }

    /// Counts a fault that did strike: some have nothing to strike at.
    mutating func count(_ fault: Fault) { counts[fault.rawValue, default: 0] += 1 }

    private func concerns(method: String, path: String) -> Bool {
        if let wanted = self.method, wanted != method { return false }
        if let wanted = self.path, !path.contains(wanted) { return false }
        return true
    }

    private static func number(_ key: String, _ value: FieldValue, most: Double)
        throws(ControlError) -> Double
    {
        let number: Double? =
            switch value {
            case .integer(let integer): Double(integer)
            case .number(let number): number
            default: nil
            }
        guard let number, number >= 0, number <= most else {
            throw .badValue("\(key) must be in 0...\(most)")
        }
        return number
    }
}

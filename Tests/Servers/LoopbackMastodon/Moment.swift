import Foundation

/// A UTC time in whole microseconds since 1970, written the two ways Mastodon writes times.
struct Moment: Comparable, Hashable, Sendable {
    let micros: Int64

    /// The wall clock. Only the responder asks for it; everything else is told the time.
    static func now() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(micros: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    /// Reads `2026-08-01T13:51:43Z` and `2026-08-01T13:51:43.458Z`; nil for anything else.
    static func parse(_ text: String) -> Moment? {
        for fractional in [true, false] {
            let style = Date.ISO8601FormatStyle(includingFractionalSeconds: fractional)
            do {
                let seconds = try Date(text, strategy: style).timeIntervalSince1970
                guard abs(seconds) < 100_000_000_000 else { return nil }
                return Moment(micros: Int64((seconds * 1_000_000).rounded()))
            } catch {
                continue
            }
        }
        return nil
    }

    var milliseconds: Int64 { micros.flooredDivision(by: 1000) }
    var seconds: Int64 { micros.flooredDivision(by: 1_000_000) }

    func adding(milliseconds: Int64) -> Moment { Moment(micros: micros + milliseconds * 1000) }
    func adding(seconds: Int64) -> Moment { Moment(micros: micros + seconds * 1_000_000) }

    /// `created_at` and `edited_at`: milliseconds.
    var text: String { iso(digits: 3) }

    /// `X-RateLimit-Reset`: microseconds.
    var resetText: String { iso(digits: 6) }

    static func < (left: Moment, right: Moment) -> Bool { left.micros < right.micros }

    /// Civil date from a day number: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    private func iso(digits: Int) -> String {
        let days = seconds.flooredDivision(by: 86400)
        let daySecond = seconds - days * 86400
        let shifted = days + 719_468
        let era = shifted.flooredDivision(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let year = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        let civilMonth = month < 10 ? month + 3 : month - 9
        let civilYear = year + era * 400 + (civilMonth <= 2 ? 1 : 0)
        let fraction = micros - seconds * 1_000_000
        var text = ""
        text.reserveCapacity(27)
        text.append(padded: civilYear, width: 4)
        text.append("-")
        text.append(padded: civilMonth, width: 2)
        text.append("-")
        text.append(padded: dayOfYear - (153 * month + 2) / 5 + 1, width: 2)
        text.append("T")
        text.append(padded: daySecond / 3600, width: 2)
        text.append(":")
        text.append(padded: daySecond / 60 % 60, width: 2)
        text.append(":")
        text.append(padded: daySecond % 60, width: 2)
        text.append(".")
        text.append(padded: digits == 3 ? fraction / 1000 : fraction, width: digits)
        text.append("Z")
        return text
    }
}

extension Int64 {
    fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

extension String {
    fileprivate mutating func append(padded number: Int64, width: Int) {
        let digits = String(number)
        for _ in 0..<Swift.max(0, width - digits.utf8.count) { append("0") }
        append(digits)
    }
}

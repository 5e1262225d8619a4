import Foundation
import PluginKit

/// An instant on somebody's clock, in words.
struct LocalTime: Sendable {
  let day: CivilDay
  /// Minutes after midnight.
  let minute: Int

  init(_ instant: Date, in zone: ZoneOffsets) {
    let local = zone.local(Int(instant.timeIntervalSince1970.rounded(.down)))
    let second = floorModulo(local, 86_400)
    day = CivilDay(number: (local - second) / 86_400)
    minute = second / 60
  }

  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  var clock: String {
    CivilDay.padded(minute / 60, 2) + ":" + CivilDay.padded(minute % 60, 2)
  }

  /// `Fri 27 Nov 14:00`.
  var text: String {
    let (_, month, number) = day.parts
    return "\(Self.weekdays[day.weekday]) \(number) \(Self.months[month - 1]) \(clock)"
  }

  /// `14:00`, `Monday 09:00`, or from a week on `2026-12-28 09:00`, in a customer's language.
  func relative(to now: LocalTime, language: String) -> String {
    switch day - now.day {
    case 0: clock
    case 1...6: "\(Self.name(of: day.weekday, language)) \(clock)"
    default: "\(day.text) \(clock)"
    }
  }

  private static func name(of weekday: Int, _ language: String) -> String {
    let code = String(language.lowercased().prefix(2))
    return (names[code] ?? english)[weekday]
  }

  private static let english = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]
  private static let names: [String: [String]] = [
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    "es": ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "it": ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
    "pt": [
      "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado",
      "domingo",
    ],
    "nl": ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
  ]
}

extension Duration {
  /// `3 h 20 min`, `12 min`, `2 d 4 h`: for people; negative ones as their size.
  var words: String {
    let minutes = Int(abs(seconds) / 60)
    switch minutes {
    case 0: return "less than a minute"
    case ..<60: return "\(minutes) min"
    case ..<(24 * 60):
      return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
    default:
      let hours = minutes / 60
      return hours % 24 == 0 ? "\(hours / 24) d" : "\(hours / 24) d \(hours % 24) h"
    }
  }
}

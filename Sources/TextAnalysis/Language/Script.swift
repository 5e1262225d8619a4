/// The scripts that tell languages apart. Most belong to one language; four are shared by many, and
/// there the letters' sequences decide.
package enum Script: Int, CaseIterable, Sendable {
  case latin, cyrillic, arabic, devanagari
  case armenian, bengali, georgian, greek, gujarati, gurmukhi, han, hangul, hebrew, kana, tamil
  case telugu, thai

  /// Those with a table of their own in a `LanguageModel`.
  package static let shared: [Script] = [.latin, .cyrillic, .arabic, .devanagari]

  /// The only language that is written so, as ISO 639-1; nil where several are.
  package var language: String? {
    switch self {
    case .latin, .cyrillic, .arabic, .devanagari: nil
    case .armenian: "hy"
    case .bengali: "bn"
    case .georgian: "ka"
    case .greek: "el"
    case .gujarati: "gu"
    case .gurmukhi: "pa"
    case .han: "zh"
    case .hangul: "ko"
    case .hebrew: "he"
    case .kana: "ja"
    case .tamil: "ta"
    case .telugu: "te"
    case .thai: "th"
    }
  }

  /// nil for what is no letter of these scripts. Blocks of Unicode 15.
  static func of(_ scalar: UInt32) -> Script? {
    switch scalar {
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x1E00...0x1EFF: .latin
    case 0x370...0x3FF, 0x1F00...0x1FFF: .greek
    case 0x400...0x52F: .cyrillic
    case 0x531...0x587: .armenian
    case 0x591...0x5F4: .hebrew
    case 0x620...0x65F, 0x66E...0x6D3, 0x6D5...0x6FF, 0x750...0x77F, 0xFB50...0xFDFF,
      0xFE70...0xFEFC:
      .arabic
    case 0x900...0x963, 0x970...0x97F: .devanagari
    case 0x980...0x9E3: .bengali
    case 0xA00...0xA7F: .gurmukhi
    case 0xA80...0xAFF: .gujarati
    case 0xB80...0xBFF: .tamil
    case 0xC00...0xC7F: .telugu
    case 0xE00...0xE4E: .thai
    case 0x10A0...0x10FF: .georgian
    case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7AF: .hangul
    case 0x3041...0x30FF: .kana
    case 0x3400...0x4DBF, 0x4E00...0x9FFF: .han
    default: nil
    }
  }

  /// The small form of a Latin or Cyrillic letter, accents kept; other letters as they are.
  static func lowercase(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE, 0x410...0x42F: scalar + 0x20
    case 0x400...0x40F: scalar + 0x50
    case 0x130: 0x69
    case 0x178: 0xFF
    case 0x139...0x148, 0x179...0x17E: scalar & 1 == 1 ? scalar + 1 : scalar
    case 0x100...0x137, 0x14A...0x177, 0x1DE...0x1EF, 0x1F8...0x233, 0x460...0x481,
      0x48A...0x4BF, 0x4D0...0x52F, 0x1E00...0x1E95, 0x1EA0...0x1EFF:
      scalar | 1
    case 0x4C1...0x4CE: scalar & 1 == 1 ? scalar + 1 : scalar
    default: scalar
    }
  }
}

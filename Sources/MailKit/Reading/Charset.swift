import Foundation

/// Bytes as text, in the charset they are declared in, or in the one they plainly are in.
enum Charset {
  /// What mail calls them, and what the C library does. A closed list: the name comes from the
  /// mail, and some of the library's converters had holes of their own. Supersets where mail
  /// says the smaller one (WHATWG, Encoding Standard, 4.2).
  private static let known: [String: String] = {
    let names: [(String, String)] = [
      ("WINDOWS-1252", "iso-8859-1 iso8859-1 latin1 latin-1 l1 windows-1252 cp1252 x-ansi ansi"),
      ("ISO-8859-2", "iso-8859-2 iso8859-2 latin2"), ("ISO-8859-3", "iso-8859-3"),
      ("ISO-8859-4", "iso-8859-4"), ("ISO-8859-5", "iso-8859-5"), ("ISO-8859-6", "iso-8859-6"),
      ("ISO-8859-7", "iso-8859-7"), ("ISO-8859-8", "iso-8859-8 iso-8859-8-i"),
      ("WINDOWS-1254", "iso-8859-9 latin5 windows-1254"), ("ISO-8859-10", "iso-8859-10"),
      ("ISO-8859-13", "iso-8859-13"), ("ISO-8859-14", "iso-8859-14"),
      ("ISO-8859-15", "iso-8859-15 iso8859-15 latin9 latin-9"), ("ISO-8859-16", "iso-8859-16"),
      ("WINDOWS-1250", "windows-1250 cp1250"), ("WINDOWS-1251", "windows-1251 cp1251"),
      ("WINDOWS-1253", "windows-1253"), ("WINDOWS-1255", "windows-1255"),
      ("WINDOWS-1256", "windows-1256 cp1256"), ("WINDOWS-1257", "windows-1257"),
      ("WINDOWS-1258", "windows-1258"), ("CP874", "windows-874 tis-620 iso-8859-11"),
      ("KOI8-R", "koi8-r"), ("KOI8-U", "koi8-u"), ("CP866", "ibm866 cp866"),
      ("CP437", "ibm437 cp437"), ("CP850", "ibm850 cp850"), ("MACINTOSH", "macintosh x-mac-roman"),
      ("ISO-2022-JP", "iso-2022-jp iso-2022-jp-1 iso-2022-jp-ms"),
      ("CP932", "shift_jis shift-jis sjis x-sjis windows-31j cp932 ms_kanji"),
      ("EUC-JP", "euc-jp x-euc-jp eucjp"),
      ("GB18030", "gb2312 gbk gb18030 cp936 x-gbk gb_2312-80 euc-cn"), ("BIG5-HKSCS", "big5-hkscs"),
      ("CP950", "big5 big-5 cn-big5 x-x-big5"),
      ("UHC", "euc-kr ks_c_5601-1987 ks_c_5601 ksc5601 cp949 windows-949 uhc"),
      ("ISO-2022-KR", "iso-2022-kr"), ("UTF-7", "utf-7 unicode-1-1-utf-7"),
      ("UTF-16LE", "utf-16le"), ("UTF-16BE", "utf-16be"), ("UTF-32LE", "utf-32le"),
      ("UTF-32BE", "utf-32be"), ("UTF-8", "utf-8 utf8 us-ascii ascii ansi_x3.4-1968 unknown-8bit"),
    ]
    var known: [String: String] = [:]
    for (name, labels) in names {
      for label in labels.split(separator: " ") { known[String(label)] = name }
    }
    return known
  }()

  /// `declared` nil or ASCII with 8-bit bytes is read as UTF-8 if it is that, else as Windows-1252;
  /// so is what is declared as UTF-8 and has not one character of it. An unknown charset is read as
  /// UTF-8. What cannot be read becomes U+FFFD.
  static func text(
    _ bytes: some Collection<UInt8>, declared: String?, notes: inout Set<MailNote>
  ) -> String {
    let bytes = Array(bytes)
    let name = declared?.lowercased().trimmingSpaces() ?? ""
    let label = name.isEmpty ? "us-ascii" : name
    if label == "utf-16" { return utf16(bytes, notes: &notes) }
    guard let name = known[label] else {
      notes.insert(.unknownCharset)
      return String(decoding: bytes, as: UTF8.self)
    }
    switch name {
    case "UTF-8": return utf8(bytes, notes: &notes)
    case "WINDOWS-1252":
      // Valid UTF-8 is never by chance a sensible text of this charset.
      guard !bytes.allSatisfy({ $0 < 0x80 }), let text = String(validating: bytes, as: UTF8.self)
      else { break }
      notes.insert(.wrongCharset)
      return text
    default: break
    }
    return converted(bytes, from: name, notes: &notes)
  }

  private static func utf8(_ bytes: [UInt8], notes: inout Set<MailNote>) -> String {
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    if let text = String(validating: body, as: UTF8.self) { return text }
    notes.insert(.wrongCharset)
    let text = String(decoding: body, as: UTF8.self)
    let hasCharacters = text.unicodeScalars.contains { $0.value > 0x7F && $0 != "\u{FFFD}" }
    return hasCharacters ? text : converted(body, from: "WINDOWS-1252", notes: &notes)
  }

  /// RFC 2781, 4.3: without a mark the higher byte comes first.
  private static func utf16(_ bytes: [UInt8], notes: inout Set<MailNote>) -> String {
    switch bytes.prefix(2) {
    case [0xFF, 0xFE]: converted(Array(bytes.dropFirst(2)), from: "UTF-16LE", notes: &notes)
    case [0xFE, 0xFF]: converted(Array(bytes.dropFirst(2)), from: "UTF-16BE", notes: &notes)
    default: converted(bytes, from: "UTF-16BE", notes: &notes)
    }
  }

  private static func converted(
    _ bytes: [UInt8], from name: String, notes: inout Set<MailNote>
  ) -> String {
    guard let conversion = Conversion(from: name) else {
      notes.insert(.unknownCharset)
      return String(decoding: bytes, as: UTF8.self)
    }
    let result = conversion.run(bytes)
    if result.hadErrors { notes.insert(.wrongCharset) }
    return result.text
  }
}

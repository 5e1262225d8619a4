/// The character references of HTML: all numbers, and the names that occur in what people write.
enum HTMLEntities {
  private static let maxName = 32
  /// U+00A0 to U+00FF, in their order.
  private static let latin = """
    nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn \
    sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave \
    Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml \
    ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN \
    szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave \
    iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc \
    uuml yacute thorn yuml
    """
  private static let others: [String: UInt32] = [
    "amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "apos": 0x27, "OElig": 0x152,
    "oelig": 0x153, "Scaron": 0x160, "scaron": 0x161, "Yuml": 0x178, "ensp": 0x2002,
    "emsp": 0x2003, "thinsp": 0x2009, "zwnj": 0x200C, "zwj": 0x200D, "lrm": 0x200E, "rlm": 0x200F,
    "ndash": 0x2013, "mdash": 0x2014, "lsquo": 0x2018, "rsquo": 0x2019, "sbquo": 0x201A,
    "ldquo": 0x201C, "rdquo": 0x201D, "bdquo": 0x201E, "dagger": 0x2020, "bull": 0x2022,
    "hellip": 0x2026, "permil": 0x2030, "lsaquo": 0x2039, "rsaquo": 0x203A, "euro": 0x20AC,
    "trade": 0x2122, "larr": 0x2190, "uarr": 0x2191, "rarr": 0x2192, "darr": 0x2193,
    "minus": 0x2212, "ne": 0x2260, "le": 0x2264, "ge": 0x2265, "hearts": 0x2665,
    "lbrace": 0x7B, "rbrace": 0x7D, "lbrack": 0x5B, "rbrack": 0x5D, "NewLine": 0x0A, "Tab": 0x09,
    "commat": 0x40, "num": 0x23, "excl": 0x21, "quest": 0x3F, "colon": 0x3A, "comma": 0x2C,
    "period": 0x2E, "sol": 0x2F, "lpar": 0x28, "rpar": 0x29, "percnt": 0x25, "equals": 0x3D,
    "dollar": 0x24, "plus": 0x2B, "ast": 0x2A, "lowbar": 0x5F,
  ]
  private static let named: [String: UInt32] = {
    var named = others
    for (index, name) in latin.split(separator: " ").enumerated() {
      named[String(name)] = 0xA0 + UInt32(index)
    }
    return named
  }()
  /// Numbers that mean what Windows-1252 has there (HTML standard, 13.2.5.80).
  private static let windows: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039,
    0x152, 0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC,
    0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
  ]

  /// Within an attribute a reference needs its semicolon: `?a=1&copy=2` has none.
  static func decoded(_ bytes: ArraySlice<UInt8>, inAttribute: Bool = false) -> String {
    guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
    var decoded: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] == UInt8(ascii: "&"), let found = reference(bytes[(index + 1)...]),
        found.isEnded || !inAttribute
      {
        decoded += String(found.scalar).utf8
        index = found.end
      } else {
        decoded.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }

  /// The reference behind an `&`; its semicolon may be missing where nothing else can be meant.
  private static func reference(
    _ rest: ArraySlice<UInt8>
  ) -> (scalar: Unicode.Scalar, end: Int, isEnded: Bool)? {
    let name = rest.prefix(maxName).prefix {
      (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == UInt8(ascii: "#")
    }
    let text = String(decoding: name, as: UTF8.self)
    let isEnded = name.endIndex < rest.endIndex && rest[name.endIndex] == UInt8(ascii: ";")
    guard let code = text.hasPrefix("#") ? number(text.dropFirst()) : named[text] else {
      return nil
    }
    let shown = (0x80...0x9F).contains(code) ? windows[Int(code - 0x80)] : code
    let scalar = shown == 0 ? "\u{FFFD}" : Unicode.Scalar(shown) ?? "\u{FFFD}"
    return (scalar, name.endIndex + (isEnded ? 1 : 0), isEnded)
  }

  private static func number(_ digits: Substring) -> UInt32? {
    let isHex = digits.hasPrefix("x") || digits.hasPrefix("X")
    let digits = isHex ? digits.dropFirst() : digits
    guard !digits.isEmpty, !digits.contains("#") else { return nil }
    let isNumber = digits.allSatisfy { isHex ? $0.isHexDigit : ("0"..."9").contains($0) }
    // Too large for a number is no character either.
    return isNumber ? UInt32(digits, radix: isHex ? 16 : 10) ?? 0 : nil
  }
}

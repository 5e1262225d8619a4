import Foundation
import PluginKit

/// Reads a compiled zone file, TZif (RFC 9636), versions 2 and later.
enum ZoneFile {
  /// In bytes; the largest real one has about 4,000.
  static let sizeLimit = 1 << 20
  static let folder = "/usr/share/zoneinfo"

  /// nil when the system has no such file, or not a sound one.
  static func offsets(named name: String, in folder: String = Self.folder) -> ZoneOffsets? {
    guard isPlain(name),
      let file = FileHandle(forReadingAtPath: "\(folder)/\(name)"),
      let data = try? file.read(upToCount: sizeLimit)  // tidy: an unreadable file is no file
    else { return nil }
    return offsets([UInt8](data))
  }

  /// `America/Argentina/Ushuaia`, and nothing that leads out of the folder.
  static func isPlain(_ name: String) -> Bool {
    name.utf8.count <= 64
      && name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { step in
        step.first?.isLetter == true
          && step.utf8.allSatisfy {
            (0x41...0x5A).contains($0 & 0xDF) || (0x30...0x39).contains($0) || $0 == 0x5F
              || $0 == 0x2B || $0 == 0x2D
          }
      }
  }

  static func offsets(_ bytes: [UInt8]) -> ZoneOffsets? {
    guard let old = Header(bytes, at: 0), old.version >= 0x32 else { return nil }
    let start = 44 + old.bodySize(timeSize: 4)
    guard let header = Header(bytes, at: start) else { return nil }
    let body = start + 44
    let footer = body + header.bodySize(timeSize: 8)
    guard footer <= bytes.count, header.types > 0 else { return nil }
    let kinds = body + header.transitions * 8
    let types = kinds + header.transitions
    func offset(ofType type: Int) -> Int? {
      guard type < header.types else { return nil }
      return Int(Int32(truncatingIfNeeded: integer(bytes, at: types + type * 6, count: 4)))
    }
    guard let first = offset(ofType: 0) else { return nil }
    var table = ZoneOffsets(first: first)
    var last = Int.min
    for index in 0..<header.transitions {
      let instant = Int(
        truncatingIfNeeded: integer(bytes, at: body + index * 8, count: 8))
      guard instant > last, let offset = offset(ofType: Int(bytes[kinds + index])),
        abs(offset) <= ZoneOffsets.largestOffset
      else { return nil }
      table.append(offset, from: instant)
      last = instant
    }
    let text = bytes[footer...].dropFirst().prefix { $0 != 0x0A }
    if text.isEmpty { return table }
    guard let rule = ZoneRule(String(decoding: text, as: UTF8.self)) else { return nil }
    rule.extend(&table, after: last)
    return table
  }

  private struct Header {
    var version: UInt8
    var isUTC, isStandard, leaps, transitions, types, characters: Int

    init?(_ bytes: [UInt8], at start: Int) {
      guard bytes.count >= start + 44, bytes[start...].starts(with: Array("TZif".utf8)) else {
        return nil
      }
      version = bytes[start + 4]
      let counts = (0..<6).map { Int(integer(bytes, at: start + 20 + $0 * 4, count: 4)) }
      guard counts.allSatisfy({ $0 <= ZoneFile.sizeLimit }) else { return nil }
      (isUTC, isStandard, leaps) = (counts[0], counts[1], counts[2])
      (transitions, types, characters) = (counts[3], counts[4], counts[5])
    }

    func bodySize(timeSize: Int) -> Int {
      transitions * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4) + isStandard
        + isUTC
    }
  }

  /// Big-endian.
  private static func integer(_ bytes: [UInt8], at start: Int, count: Int) -> UInt64 {
    bytes[start..<start + count].reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension ZoneOffsets {
  /// By its IANA name; nil when there is no such zone.
  init?(named name: String) {
    guard let zone = ZoneFile.offsets(named: name) ?? TimeZone(identifier: name).map({ Self($0) })
    else { return nil }
    self = zone
  }

  /// The IANA name that was probably meant.
  static func nearest(to name: String) -> String? {
    nearestName(to: name, among: TimeZone.knownTimeZoneIdentifiers)
  }
}

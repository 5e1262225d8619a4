public import Foundation
public import PluginKit
public import PluginTesting

/// Which requests an exchange of the contract suite is made of.
public struct HTTPTarget: Sendable {
  /// A part of the path with its query.
  public var path: String
  public var method: String?
  /// A part that the path must not have.
  public var not: String?

  public init(path: String = "", method: String? = nil, not: String? = nil) {
    self.path = path
    self.method = method
    self.not = not
  }
}

extension FaultProxy {
  /// Orders what the contract suite wants of an HTTP platform.
  ///
  /// - Parameters:
  ///   - now: the connector's clock, for dates.
  ///   - ownHint: the platform's own header or body for so many seconds to wait, as parts of a
  ///     fault: `{"headers": {...}}` or `{"body": "..."}`. nil: it has none.
  public func order(
    _ fault: Fault, on target: HTTPTarget, skipping skipped: Int, now: Date,
    ownHint: @Sendable (Int) -> JSONValue?
  ) async throws {
    var order: [JSONValue.Member] = [
      .init("path", .string(target.path)), .init("skip", .int(skipped)),
    ]
    if let method = target.method { order.append(.init("method", .string(method))) }
    if let not = target.not { order.append(.init("not", .string(not))) }
    switch fault {
    case .neverWritten: return try await refuse()
    case .lostRequest: order.append(.init("drop", "before"))
    case .lostAnswer: order.append(.init("drop", "after"))
    case .halfAnswer: order.append(.init("drop", "mid"))
    case .htmlError(let acted):
      order += [
        .init("status", 503), .init("acted", .bool(acted)), .init("body", .string(Self.page)),
        .init("headers", ["Content-Type": "text/html"]),
      ]
    case .throttled(let hint):
      order.append(.init("status", 429))
      order += try Self.members(of: hint, now: now, ownHint)
    }
    try await self.order(.object(order))
  }

  private static func members(
    of hint: ThrottleHint, now: Date, _ ownHint: @Sendable (Int) -> JSONValue?
  ) throws -> [JSONValue.Member] {
    switch hint {
    case .none: return []
    case .seconds(let count):
      return [.init("headers", ["Retry-After": .string("\(count)")])]
    case .date(let count):
      let date = httpDate(now.addingTimeInterval(Double(count)))
      return [.init("headers", ["Retry-After": .string(date)])]
    case .own(let count):
      guard case .object(let members)? = ownHint(count) else {
        throw CannotShow("the platform has no hint of its own")
      }
      return members
    }
  }

  /// RFC 9110, 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`.
  private static func httpDate(_ date: Date) -> String {
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "GMT")
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    return format.string(from: date)
  }

  private static let page =
    "<!DOCTYPE html><html><head><title>503</title></head><body><h1>Sorry</h1></body></html>"
}

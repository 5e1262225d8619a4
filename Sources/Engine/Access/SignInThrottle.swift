public import Foundation
public import PluginKit

/// How failed sign-ins make the next one wait. Pure: the store counts, this decides.
public enum SignInThrottle {
  /// Whom a failure counts against.
  public enum Key: Sendable, Hashable {
    /// SHA-256 of a name, in hexadecimal: people type their passwords into that field.
    case name(String)
    /// One IPv4 address, or the /64 of an IPv6 address.
    case address(String)

    /// As the store keys it.
    public var text: String {
      switch self {
      case .name(let name): "name:\(name)"
      case .address(let address): "address:\(address)"
      }
    }

    /// Failures without a wait.
    public var allowed: Int64 {
      switch self {
      case .name: 5
      case .address: 20
      }
    }
  }

  /// Failures are forgotten when so long after the last one, or after its wait, there was no other.
  public static let window: Duration = .minutes(15)
  public static let firstWait: Duration = .seconds(10)
  public static let longestWait: Duration = .minutes(15)
  /// Names and addresses counted at a time; those with the fewest failures give way.
  public static let rowLimit = 10_000

  /// nil while there is none.
  public static func wait(after failures: Int64, of key: Key) -> Duration? {
    let beyond = failures - key.allowed
    guard beyond >= 0 else { return nil }
    // Seven doublings are beyond the longest.
    return min(firstWait * (1 << min(beyond, 7)), longestWait)
  }

  /// Whether a sign-in may be tried.
  public enum Answer: Sendable, Hashable {
    /// It counts as failed until it is settled otherwise; the failures of each key with this one.
    case goOn([Int64])
    case waitUntil(Date)
  }

  /// What came of it, where it was no failure.
  public enum Result: Sendable, Hashable {
    /// Forgets the failures of the name.
    case succeeded
    /// Neither a success nor a failure.
    case withdrawn
  }
}

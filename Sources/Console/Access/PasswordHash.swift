import CSodium
public import Engine
import Foundation

/// Hashes passwords with libsodium's argon2id at its INTERACTIVE costs: 2 passes over 64 MiB, about
/// a tenth of a second. What is typed is normalised first (NFKC), as keyboards differ.
public enum PasswordHash {
  struct Costs: Sendable {
    let passes: UInt64
    /// Bytes.
    let memory: Int

    static let interactive = Costs(
      passes: UInt64(crypto_pwhash_opslimit_interactive()),
      memory: crypto_pwhash_memlimit_interactive())
    /// Worth nothing: for what is not about passwords.
    static let least = Costs(
      passes: UInt64(crypto_pwhash_opslimit_min()), memory: crypto_pwhash_memlimit_min())

    /// Of no password: whoever is unknown waits as long as whoever is not.
    var nobody: String {
      "$argon2id$v=19$m=\(memory / 1024),t=\(passes),p=1$AAAAAAAAAAAAAAAAAAAAAA$"
        + String(repeating: "A", count: 43)
    }
  }

  /// There was not enough memory.
  public struct Failure: Error, CustomStringConvertible {
    public let description = "no memory to hash a password (64 MiB): try again"
  }

  /// With a salt of its own; takes its time, so not on a task's thread.
  public static func make(_ password: String) throws -> PasswordDigest {
    try make(password, .interactive)
  }

  static func make(_ password: String, _ costs: Costs) throws -> PasswordDigest {
    guard sodium_init() >= 0 else { throw Failure() }
    var text = [CChar](repeating: 0, count: crypto_pwhash_strbytes())
    let code = normalized(password).withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map {
        crypto_pwhash_str(
          &text, $0, UInt64(bytes.count - 1), costs.passes, costs.memory)
      } ?? -1
    }
    let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    guard code == 0, let digest = PasswordDigest(String(decoding: bytes, as: UTF8.self)) else {
      throw Failure()
    }
    return digest
  }

  /// Takes the same time for every password.
  public static func matches(_ password: String, _ digest: PasswordDigest) -> Bool {
    guard sodium_init() >= 0 else { return false }
    let text = padded(digest)
    return normalized(password).withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { crypto_pwhash_str_verify(text, $0, UInt64(bytes.count - 1)) } == 0
    }
  }

  /// Whether it was made with other costs.
  static func isOutdated(_ digest: PasswordDigest, _ costs: Costs = .interactive) -> Bool {
    crypto_pwhash_str_needs_rehash(padded(digest), costs.passes, costs.memory) != 0
  }

  /// libsodium reads the whole of its buffer.
  private static func padded(_ digest: PasswordDigest) -> [CChar] {
    let text = digest.text.utf8.map { CChar(bitPattern: $0) }
    return text + Array(repeating: 0, count: max(1, crypto_pwhash_strbytes() - text.count))
  }

  private static func normalized(_ password: String) -> ContiguousArray<CChar> {
    password.precomposedStringWithCompatibilityMapping.utf8CString
  }
}

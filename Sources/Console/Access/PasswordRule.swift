/// Which passwords are taken: long ones. No classes of characters, no changes by the calendar
/// (NIST SP 800-63B).
public enum PasswordRule {
  /// Characters.
  public static let least = 12
  /// Bytes: hashing must stay cheap to ask for.
  public static let limit = 256

  /// A sentence for whoever chose it; nil where it is fine.
  public static func problem(with password: String, of name: String) -> String? {
    if password.utf8.count > limit { return "a password has at most \(limit) bytes" }
    if password.count < least { return "a password has at least \(least) characters" }
    if password.lowercased() == name.lowercased() { return "the name is no password" }
    return nil
  }
}

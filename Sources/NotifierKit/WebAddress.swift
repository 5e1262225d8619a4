import Transport

/// Which addresses may become links.
public enum WebAddress {
  /// In bytes; a longer one is no link.
  static let maxBytes = 2000

  /// The address if it is http or https, printable ASCII and without a user name, with what could
  /// end a link in any markup percent-encoded; nil otherwise.
  public static func link(_ url: String?) -> String? {
    guard let url, url.utf8.count <= maxBytes, Origin(url) != nil,
      url.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    return url.escaped { scalar in
      "<>()|\"'`\\".unicodeScalars.contains(scalar)
        ? "%" + String(scalar.value, radix: 16, uppercase: true) : nil
    }
  }
}

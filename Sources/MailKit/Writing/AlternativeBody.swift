/// A text in two forms, plain and HTML (RFC 2046, 5.1.4), all of it ASCII in short lines.
public struct AlternativeBody: Sendable {
  private let boundary: String
  private let plain: String
  private let html: String

  /// `key`: letters and digits, the same whenever the same mail is made. No line of the parts can
  /// be the boundary: `=` is encoded in them.
  public init(plain: String, html: String, key: String) {
    (self.plain, self.html) = (plain, html)
    boundary = "=_\(key)"
  }

  /// With these ends the header.
  public func addFields(to header: inout MailHeader) {
    header.add("MIME-Version", ["1.0"])
    header.add("Content-Type", ["multipart/alternative;", "boundary=\"\(boundary)\""])
  }

  /// What follows the empty line behind the header.
  public var lines: [String] {
    var lines: [String] = []
    for (type, body) in [("plain", plain), ("html", html)] {
      lines += [
        "--\(boundary)", "Content-Type: text/\(type); charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable", "",
      ]
      lines += QuotedPrintable.lines(body)
    }
    return lines + ["--\(boundary)--", ""]
  }
}

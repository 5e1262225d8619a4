import Foundation

/// Paths with a query, of parts that anybody may have written.
enum QueryText {
  private static let plain = CharacterSet(
    charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")

  /// Parts without a value are left out.
  static func path(_ path: String, _ parts: [(String, String?)]) -> String {
    let query = parts.compactMap { name, value in
      value.flatMap { $0.isEmpty ? nil : "\(name)=\(escaped($0))" }
    }
    return query.isEmpty ? path : path + "?" + query.joined(separator: "&")
  }

  /// One step of a path, or one value.
  static func escaped(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
  }

  /// An address that a link may lead to; nil for any other than http and https.
  static func link(_ text: String?) -> String? {
    guard let text, text.utf8.count <= 2000 else { return nil }
    let lower = text.prefix(8).lowercased()
    guard lower.hasPrefix("https://") || lower.hasPrefix("http://") else { return nil }
    return text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F } ? text : nil
  }
}

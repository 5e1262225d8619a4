internal import CCurl
import Foundation

/// The certificate authorities that the system trusts, as libcurl finds them: a file with all of
/// them, and beside it, on most systems, a folder with the same.
enum SystemAuthorities {
  /// Whether the folder can stand alone. From it only the authority that is needed is read; the
  /// file is read as a whole for each connection, and stays in memory as long as the connection
  /// lives: 0.9 MB and some 30 ms on Debian.
  static let isFolderUsable: Bool = {
    guard let folder = curl_version_info(CURLVERSION_ELEVENTH)?.pointee.capath else { return false }
    do {
      // Each authority bears the hash of its name, as OpenSSL looks for it.
      return try FileManager.default.contentsOfDirectory(atPath: String(cString: folder))
        .contains { $0.hasSuffix(".0") }
    } catch {
      return false
    }
  }()
}

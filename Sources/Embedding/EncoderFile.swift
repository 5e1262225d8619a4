import Crypto
import Foundation

/// Reads the files of an encoder.
enum EncoderFile {
  /// All bytes of a regular file.
  static func read(_ path: String, limit: Int) throws(EncoderFailure) -> [UInt8] {
    let file = URL(filePath: path).resolvingSymlinksInPath()
    do {
      let values = try file.resourceValues(forKeys: [.fileSizeKey, .isRegularFileKey])
      guard values.isRegularFile == true else {
        throw EncoderFailure.unreadable(path: path, reason: "it is no file")
      }
      guard values.fileSize ?? 0 <= limit else {
        throw EncoderFailure.tooLarge(path: path, limit: limit)
      }
      return [UInt8](try Data(contentsOf: file))
    } catch let error as EncoderFailure {
      throw error
    } catch CocoaError.fileReadNoSuchFile, CocoaError.fileNoSuchFile {
      throw .missing(path: path)
    } catch {
      throw .unreadable(path: path, reason: error.localizedDescription)
    }
  }

  /// Those that the facts name, and no others.
  static func read(
    _ file: EncoderFacts.PinnedFile, limit: Int
  ) throws(EncoderFailure) -> [UInt8] {
    let bytes = try read(file.path, limit: limit)
    guard SHA256.hash(data: bytes).hex == file.sha256 else { throw .changed(path: file.path) }
    return bytes
  }
}

extension Digest {
  var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}

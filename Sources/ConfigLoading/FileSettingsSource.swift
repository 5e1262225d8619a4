import Crypto
public import Foundation
public import PluginKit
import Synchronization

/// Settings from files and a given environment; one per load.
///
/// Each document is read once, so that its value and the hash come from the same bytes. Secrets are
/// read each time they are asked for, and are part of neither the hash nor any error.
public final class FileSettingsSource: SettingsSource, Sendable {
  /// In bytes, of the config and of each document.
  public static let documentLimit = 8 * 1024 * 1024
  /// In bytes, of all of them together.
  public static let totalLimit = 64 * 1024 * 1024
  /// In bytes, of a secret file.
  public static let secretLimit = 64 * 1024

  private let variables: [String: String]
  private let currentFolder: String
  private let onRead: (@Sendable (String) -> Void)?
  private let read = Mutex<[String: [UInt8]]>([:])

  /// - Parameters:
  ///   - environment: where `{"env": "NAME"}` looks.
  ///   - currentFolder: absolute; errors show paths below it relative to it.
  ///   - onRead: called with the absolute path of each file just before it is read, also of a
  ///     secret and of one that is not there.
  public init(
    environment: [String: String],
    currentFolder: String = FileManager.default.currentDirectoryPath,
    onRead: (@Sendable (String) -> Void)? = nil
  ) {
    variables = environment
    self.onRead = onRead
    self.currentFolder = FilePath.absolute(currentFolder, in: "/")
  }

  /// An empty `base` stands for the current folder.
  public func resolve(_ path: String, from base: String) -> String {
    let folder = base.isEmpty ? currentFolder : FilePath.folder(of: base)
    return FilePath.absolute(path, in: folder)
  }

  public func display(_ path: String) -> String {
    FilePath.relative(path, to: currentFolder)
  }

  /// Throws a `FileFailure`.
  public func document(at path: String) throws -> [UInt8] {
    if let known = read.withLock({ $0[path] }) { return known }
    onRead?(path)
    let bytes = try BoundedFile.read(path, limit: Self.documentLimit)
    return try read.withLock { read throws(FileFailure) in
      if let known = read[path] { return known }
      let total = read.values.reduce(bytes.count) { $0 + $1.count }
      guard total <= Self.totalLimit else { throw .tooMuch(limit: Self.totalLimit) }
      read[path] = bytes
      return bytes
    }
  }

  public func environment(_ name: String) -> String? {
    variables[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A regular file that its owner alone can read, without the white space around it. Throws a
  /// `SecretFileFailure`.
  public func secretFile(at path: String) throws -> String {
    onRead?(path)
    do throws(FileFailure) {
      let bytes = try BoundedFile.read(path, limit: Self.secretLimit, privacy: .ownerOnly)
      guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
      let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
      guard !secret.isEmpty else { throw .empty }
      return secret
    } catch {
      throw SecretFileFailure(file: display(path), failure: error)
    }
  }

  /// The absolute paths of what was read so far, sorted.
  public var documents: [String] { read.withLock { $0.keys.sorted() } }

  /// SHA-256, in hex, of a document that was read; nil when it was not.
  public func digest(of path: String) -> String? {
    read.withLock { $0[path] }.map { SHA256.hash(data: $0).hex }
  }

  /// SHA-256, in hex, over everything read so far in path order, each preceded by its length.
  public var hash: String {
    let read = self.read.withLock { $0 }
    var hash = SHA256()
    for (_, bytes) in read.sorted(by: { $0.key < $1.key }) {
      withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { hash.update(bufferPointer: $0) }
      hash.update(data: bytes)
    }
    return hash.finalize().hex
  }
}

extension SHA256.Digest {
  var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}

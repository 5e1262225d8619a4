public import Foundation
import Synchronization

/// A model that can be read from a file's bytes.
public protocol TrainedFile: Sendable {
  init(fileBytes: [UInt8]) throws(ModelError)
  /// What it was trained on and how good it was, as JSON.
  var card: String { get }
}

extension LinearModel: TrainedFile {}
extension LanguageModel: TrainedFile {}

/// Finds trained models: in `$REPLYD_MODELS`, else in `share/replyd/models` beside the installed
/// binary's folder, else in the bytes that are part of the build.
public struct ModelLibrary: Sendable {
  /// A larger model file is refused.
  public static let fileSizeLimit = 64 << 20

  private let directories: [URL]
  /// The build's models by address, each read once: all that load one share it.
  private static let built = Mutex<[UInt: any TrainedFile]>([:])

  /// - Parameters:
  ///   - environment: where `REPLYD_MODELS` is looked up.
  ///   - executable: the running binary; nil if unknown.
  public init(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    executable: URL? = ModelLibrary.runningExecutable
  ) {
    directories = Self.directories(environment, executable)
  }

  /// Where models are looked for, in order.
  public static func directories(
    _ environment: [String: String] = ProcessInfo.processInfo.environment,
    _ executable: URL? = ModelLibrary.runningExecutable
  ) -> [URL] {
    var directories: [URL] = []
    if let path = environment["REPLYD_MODELS"], !path.isEmpty {
      directories.append(URL(filePath: path, directoryHint: .isDirectory))
    }
    if let executable {
      let prefix = executable.deletingLastPathComponent().deletingLastPathComponent()
      directories.append(prefix.appending(path: "share/replyd/models"))
    }
    return directories
  }

  /// The model called `name`: the first file `<name>.model` found, else `embedded`.
  ///
  /// A file that is there but cannot be used is an error; it is never passed over.
  ///
  /// - Parameter embedded: bytes that are never freed.
  public func model<Model: TrainedFile>(
    named name: String, embedded: UnsafeRawBufferPointer
  ) throws(ModelLibraryError) -> Model {
    let file = file(named: name)
    do {
      guard let file else { return try Self.shared(embedded) }
      return try Model(fileBytes: [UInt8](try read(file)))
    } catch let error as ModelError {
      throw .unusable(name: name, path: file?.path ?? "the build", reason: error)
    } catch let error as ModelLibraryError {
      throw error
    } catch {
      throw .unreadable(path: file?.path ?? "the build", reason: error.localizedDescription)
    }
  }

  /// The file that `model(named:embedded:)` would read; nil if it would use the build's
  /// bytes.
  public func file(named name: String) -> URL? {
    directories.lazy.map { $0.appending(path: "\(name).model") }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// The running binary with links resolved, as Linux tells it; nil elsewhere.
  public static var runningExecutable: URL? {
    let link = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    return link.path == "/proc/self/exe" ? nil : link
  }

  private static func shared<Model: TrainedFile>(
    _ bytes: UnsafeRawBufferPointer
  ) throws(ModelError) -> Model {
    let address = UInt(bitPattern: bytes.baseAddress)
    if let known = built.withLock({ $0[address] }) as? Model { return known }
    let model = try Model(fileBytes: [UInt8](bytes))
    built.withLock { $0[address] = model }
    return model
  }

  private func read(_ file: URL) throws -> Data {
    let size = try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
    guard size <= Self.fileSizeLimit else { throw ModelLibraryError.tooLarge(path: file.path) }
    return try Data(contentsOf: file)
  }
}

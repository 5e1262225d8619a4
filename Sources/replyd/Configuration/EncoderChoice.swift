import Embedding
import Foundation
import Logging
import PluginKit
import Synchronization
import TextAnalysis

/// The sentence encoder of one config: loaded when the first stage asks, and shared by all stages
/// and by the configs of later reloads that choose the same.
final class EncoderChoice: Sendable {
  enum State: Sendable {
    /// No stage has asked.
    case unasked
    case loaded(ONNXEncoder)
    case failed(EncoderFailure)
    /// The config wants none.
    case off

    /// How messages are matched, and why so; nil where no stage asked.
    var sentence: String? {
      switch self {
      case .unasked: nil
      case .loaded(let encoder):
        "by words and meaning: \(encoder.facts.name), ONNX Runtime \(encoder.libraryVersion)"
      case .failed(let failure): "by words alone: \(failure)"
      case .off: "by words alone: \"encoder\".\"use\" is \"never\""
      }
    }
  }

  private struct Key: Hashable {
    var folder: String
    var facts: EncoderFacts
    var threads: Int
    var cache: String
  }

  private struct Shared {
    weak var encoder: ONNXEncoder?
  }

  private static let shared = Mutex<[Key: Shared]>([:])

  /// nil: the defaults.
  let settings: EncoderSettings?
  private let cache: String
  private let loaded = Mutex(State.unasked)

  /// - Parameter storePath: the vectors of questions are kept beside it.
  init(_ settings: EncoderSettings?, storePath: String) {
    self.settings = settings
    cache = (storePath as NSString).deletingPathExtension + ".vectors"
  }

  var state: State { loaded.withLock { $0 } }

  /// The encoder, loaded if it was not yet; nil if there is none.
  func encoder() -> (any SentenceEncoder)? {
    let state = loaded.withLock { state in
      if case .unasked = state { state = load() }
      return state
    }
    if case .loaded(let encoder) = state { return encoder }
    return nil
  }

  /// Writes vectors that could not be kept before the store's folder was there.
  func keepVectors() {
    if case .loaded(let encoder) = state { encoder.keepVectors() }
  }

  private func load() -> State {
    if settings?.use == .never { return .off }
    let folders = settings?.folder.map { [$0] } ?? ModelLibrary.directories().map(\.path)
    let folder =
      folders.first {
        FileManager.default.fileExists(atPath: "\($0)/\(EncoderFacts.fileName)")
      } ?? folders.first ?? "share/replyd/models"
    do throws(EncoderFailure) {
      let key = Key(
        folder: folder, facts: try EncoderFacts(folder: folder), threads: settings?.threads ?? 1,
        cache: cache)
      if let known = Self.shared.withLock({ $0[key]?.encoder }) { return .loaded(known) }
      let encoder = try ONNXEncoder(folder: folder, threads: key.threads, cache: cache)
      Self.shared.withLock { shared in
        shared = shared.filter { $0.value.encoder != nil }
        shared[key] = Shared(encoder: encoder)
      }
      // What loading took and is done with: some 60 MB.
      Allocator.trim()
      return .loaded(encoder)
    } catch { return .failed(error) }
  }
}

extension Assembly {
  /// Tells how messages are matched; an encoder that cannot be used is worth a warning.
  func tellMatching(_ logger: Logger) {
    let state = encoder.state
    guard let sentence = state.sentence else { return }
    var level = Logger.Level.info
    if case .failed(let failure) = state, !failure.isAbsence || encoder.settings?.folder != nil {
      level = .warning
    }
    logger.log(level: level, "matching \(sentence)")
  }
}

import Embedding
import Foundation
import PluginKit

/// What `compare.py` compares with other programs, and how long it takes.
///
///     EncoderProbe pieces FOLDER TEXTS    the numbers of each text's pieces, a JSON list a line
///     EncoderProbe vectors FOLDER TEXTS   the vectors, 32-bit numbers one after the other
///     EncoderProbe singles FOLDER TEXTS   the same, but each computed alone
///     EncoderProbe time FOLDER TEXTS      JSON: milliseconds a text, texts a second, memory
///     EncoderProbe soak FOLDER TEXTS N    memory while N texts are encoded one by one
///
/// FOLDER has an encoder; TEXTS is JSON lines, a string each.
@main
struct EncoderProbe {
  private struct Failure: Error, CustomStringConvertible { var description: String }

  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 4 else { throw Failure(description: "usage: see EncoderProbe.swift") }
    let (folder, texts) = (arguments[2], try texts(arguments[3]))
    switch arguments[1] {
    case "pieces":
      let reader = try PieceReader(vocabulary: "\(folder)/vocab.txt")
      for text in texts {
        print("[\(reader.pieces(of: text, limit: 256).map(String.init).joined(separator: ","))]")
      }
    case "vectors":
      try write(try encoder(folder).vectors(of: texts, isKept: false))
    case "singles":
      let encoder = try encoder(folder)
      var vectors: [SentenceVector] = []
      for text in texts { vectors.append(try await encoder.vector(of: text)) }
      try write(vectors)
    case "time": try await time(folder, texts)
    case "soak": try await soak(folder, texts, count: arguments.count > 4 ? Int(arguments[4]) ?? 0 : 0)
    default: throw Failure(description: "unknown: \(arguments[1])")
    }
  }

  private static func encoder(_ folder: String) throws -> ONNXEncoder {
    try ONNXEncoder(folder: folder, threads: 1, cache: nil)
  }

  private static func write(_ vectors: [SentenceVector]) throws {
    var bytes = Data()
    for vector in vectors { vector.values.withUnsafeBytes { bytes.append(contentsOf: $0) } }
    try FileHandle.standardOutput.write(contentsOf: bytes)
  }

  private static func time(_ folder: String, _ texts: [String]) async throws {
    let clock = ContinuousClock()
    let before = try resident()
    var made: ONNXEncoder?
    let load = try clock.measure { made = try encoder(folder) }
    guard let made else { return }
    var took: [Double] = []
    for text in texts {
      let start = clock.now
      _ = try await made.vector(of: text)
      took.append((clock.now - start) / .milliseconds(1))
    }
    let alone = try resident()
    let batches = try clock.measure { _ = try made.vectors(of: texts, isKept: false) }
    took.sort()
    print(
      """
      {"load s": \(load / .seconds(1)), "p50 ms": \(took[took.count / 2]), \
      "p99 ms": \(took[took.count * 99 / 100]), \
      "mean ms": \(took.reduce(0, +) / Double(took.count)), \
      "in batches, a second": \(Double(texts.count) / (batches / .seconds(1))), \
      "MB before": \(before), "MB after texts one by one": \(alone), "MB after batches": \(try resident())}
      """)
  }

  private static func soak(_ folder: String, _ texts: [String], count: Int) async throws {
    let made = try encoder(folder)
    for number in 0..<count {
      if number.isMultiple(of: max(1, count / 20)) { print("\(number) texts, \(try resident()) MB") }
      _ = try await made.vector(of: texts[number % texts.count])
    }
    print("\(count) texts, \(try resident()) MB")
  }

  /// In MB, as Linux counts this process.
  private static func resident() throws -> Int {
    let status = try String(contentsOf: URL(filePath: "/proc/self/status"), encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
    return (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) / 1024
  }

  private static func texts(_ path: String) throws -> [String] {
    try Data(contentsOf: URL(filePath: path)).split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(String.self, from: $0)
    }
  }
}

import Foundation
import PluginKit
import TestSupport
import Testing

@testable import replyd

/// The schema says of a config what `replyd check` says, as far as a schema can.
struct SchemaTests {
  private let results: [SchemaRun.Result]

  init() throws { results = try SchemaRun.shared.get() }

  @Test func everySampleIsAccepted() {
    for result in results where result.subject.isFine {
      #expect(result.errors == [], "\(result.subject.name)")
    }
  }

  @Test func whatIsBrokenInStructureIsRefused() {
    for result in results where result.subject.kind == "structure" {
      #expect(result.errors != [], "\(result.subject.name)")
    }
  }

  /// Unknown keys are errors, in every plugin's settings and in the entry around them.
  @Test func aStrayKeyIsRefused() {
    for result in results where result.subject.kind == "stray" {
      #expect(result.errors != [], "\(result.subject.name)")
    }
  }

  /// Otherwise it belongs into `structure/`.
  @Test func whatIsBrokenInMeaningIsAccepted() {
    for result in results where result.subject.kind == "meaning" {
      #expect(result.errors == [], "\(result.subject.name)")
    }
  }
}

/// All configs through PyPI's jsonschema, once.
enum SchemaRun {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  struct Subject: Sendable {
    var name: String
    /// "sample", or a kind of broken config.
    var kind: String
    /// Where its paths start.
    var folder: URL
    var config: JSONValue

    var isFine: Bool { kind == "sample" }
  }

  struct Result: Sendable {
    var subject: Subject
    var errors: [String]
  }

  /// Empty, with a line that says so, where jsonschema cannot be had.
  static let shared = Swift.Result { try run() }

  private static func run() throws -> [Result] {
    let subjects = try shipped() + samples() + strays() + broken()
    let configs = subjects.map { subject -> JSONValue in
      [
        "name": .string(subject.name), "folder": .string(subject.folder.path),
        "config": subject.config,
      ]
    }
    let task: JSONValue = ["schema": GeneratedFiles.schema, "configs": .array(configs)]
    let (status, output) = try validate(task)
    if status == 77 {
      print("NOT RUN: the schema against jsonschema: \(output)")
      return []
    }
    guard status == 0, let all = try JSONReader.read(output.utf8).plain.array,
      all.count == subjects.count
    else { throw Failure(description: "schema.sh ended with \(status): \(output)") }
    return zip(subjects, all).map {
      Result(subject: $0, errors: $1.array?.compactMap(\.string) ?? [])
    }
  }

  private static func validate(_ task: JSONValue) throws -> (Int32, String) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = [
      TestPaths.repository.appending(path: "Tests/ConfigurationTests/schema.sh").path
    ]
    let file = FileManager.default.temporaryDirectory.appending(path: "schema-\(UUID()).json")
    try Data(task.text().utf8).write(to: file)
    defer { unlink(file.path) }
    let output = Pipe()
    process.standardInput = try FileHandle(forReadingFrom: file)
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let text = String(decoding: bytes, as: UTF8.self)
    return (process.terminationStatus, text.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  private static func read(_ url: URL) throws -> JSONValue {
    try JSONReader.read(Data(contentsOf: url)).plain
  }

  /// The demo and the examples.
  private static func shipped() throws -> [Subject] {
    let config = TestPaths.repository.appending(path: "config")
    let examples = try FileManager.default.contentsOfDirectory(
      at: config.appending(path: "examples"), includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "json" && $0.lastPathComponent != "grafana-dashboard.json" }
    return try ([config.appending(path: "replyd.json")] + examples).map { url in
      Subject(
        name: url.lastPathComponent, kind: "sample", folder: url.deletingLastPathComponent(),
        config: try read(url))
    }
  }

  /// Each plugin's `sample.json` in its place.
  private static func samples() throws -> [Subject] {
    try CatalogEntry.all.map { try subject($0, "sample", around: [], inside: []) }
  }

  /// The samples with a key too many.
  private static func strays() throws -> [Subject] {
    let stray = [JSONValue.Member("zzz", 1)]
    return try CatalogEntry.all.flatMap { entry in
      [
        try subject(entry, "stray", around: stray, inside: []),
        try subject(entry, "stray", around: [], inside: stray),
      ]
    }
  }

  /// A plugin's sample in a config, with more members in its entry or in its settings.
  private static func subject(
    _ entry: CatalogEntry, _ kind: String, around: [JSONValue.Member], inside: [JSONValue.Member]
  ) throws -> Subject {
    let folder = try GeneratedFiles(root: TestPaths.repository).folder(of: entry)
    let url = TestPaths.repository.appending(path: folder)
    guard case .object(let sample) = try read(url.appending(path: "sample.json")) else {
      throw Failure(description: "\(folder)/sample.json is no object")
    }
    let named = JSONValue.object(
      [
        .init("plugin", .string(entry.plugin.name)), .init("settings", .object(sample + inside)),
      ] + around)
    let place: JSONValue = entry.kind == "stage" ? [named] : ["it": named]
    return Subject(
      name: folder, kind: kind, folder: url, config: .object([.init(entry.section, place)]))
  }

  private static func broken() throws -> [Subject] {
    try BrokenConfig.all().filter { $0.kind != "syntax" }.map { broken in
      Subject(
        name: broken.name, kind: broken.kind, folder: broken.url.deletingLastPathComponent(),
        config: try read(broken.url))
    }
  }
}

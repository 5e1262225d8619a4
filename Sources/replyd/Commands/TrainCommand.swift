import ArgumentParser
import CrisisStagePlugin
import Embedding
import Foundation
import Models
import TextAnalysis
import Training

/// `replyd train`: a model from labelled data, the same bytes from the same data and seed.
struct TrainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Trains a model and prints its quality on data it never saw.")

  enum Model: String, ExpressibleByArgument, CaseIterable {
    case sentiment, intent, crisis, language, faq
    case otherLanguages = "sentiment-languages"
    case complaintMeaning = "complaint-meaning"
  }

  @Argument(
    help: "sentiment, sentiment-languages, intent, complaint-meaning, crisis, language or faq.")
  var model: Model
  @Option(name: .long, help: "The folder of the labelled data.") var data: String?
  @Option(name: .long, help: "The folder of our own labels: without, labels/<model>.")
  var labels: String?
  @Option(name: .long, help: "Where the model file goes; without: only the figures are printed.")
  var output: String?
  @Option(
    name: .long,
    help: "Corrections as `replyd corrections` prints them: without --data they adapt the model.")
  var fromCorrections: String?
  @Flag(name: .long, help: "Writes an adapted model even if it is worse on the shipped messages.")
  var evenIfWorse = false
  @Option(name: .long, help: "The folder of the sentence encoder, for faq and complaint-meaning.")
  var encoder = "models"
  @Option(name: .long, help: "Decides which rows are held out.") var seed: UInt64 = 1
  @Option(name: .long, help: "Learn from this share of the rows, for a learning curve.")
  var share = 1.0

  func validate() throws {
    guard data != nil || fromCorrections != nil else {
      throw ValidationError("say what to learn from: --data, --from-corrections or both")
    }
    guard share > 0, share <= 1 else { throw ValidationError("--share is above 0 and at most 1") }
    if fromCorrections != nil, model != .sentiment, model != .intent {
      throw ValidationError("only sentiment and intent learn from corrections")
    }
  }

  func run() async throws {
    do {
      let corrections = try fromCorrections.map { try Correction.read(URL(fileURLWithPath: $0)) }
      if let data {
        let (bytes, report) = try trained(URL(fileURLWithPath: data), corrections ?? [])
        Terminal.line(report)
        try write(bytes)
      } else {
        try adapt(corrections ?? [])
      }
    } catch let error as TrainingError {
      Terminal.error("\(error)")
      throw ExitCode(1)
    } catch let error as EncoderFailure {
      Terminal.error("\(error)")
      throw ExitCode(1)
    } catch let error as ModelLibraryError {
      Terminal.error("\(error)")
      throw ExitCode(1)
    }
  }

  private func trained(
    _ data: URL, _ corrections: [Correction]
  ) throws -> (bytes: [UInt8], report: String) {
    let trained: TrainedModel
    switch model {
    case .sentiment:
      trained = try SentimentTraining.run(
        dataDirectory: data, seed: seed, share: share, corrections: corrections,
        log: Terminal.error)
    case .intent:
      trained = try IntentTraining.run(
        dataDirectory: data, labels: labelled, seed: seed, share: share,
        corrections: corrections, log: Terminal.error)
    case .language:
      trained = try LanguageTraining.run(
        dataDirectory: data, seed: seed, share: share, log: Terminal.error)
    case .otherLanguages:
      trained = try LanguageSentimentTraining.run(
        dataDirectory: data, seed: seed, share: share, log: Terminal.error)
    case .crisis:
      let phrases = try CrisisPhraseScores()
      return try CrisisTraining.run(
        dataDirectory: data, labels: labelled, categories: CrisisPhraseScores.categories,
        phrases: phrases.values, log: Terminal.error)
    case .complaintMeaning:
      return try ComplaintMeaningTraining.run(
        dataDirectory: data, labels: labelled, encoder: loadedEncoder(), seed: seed,
        log: Terminal.error)
    case .faq:
      return try FAQTraining.run(
        dataDirectory: data, labels: labelled, encoder: loadedEncoder(), seed: seed,
        log: Terminal.error)
    }
    return (trained.bytes, trained.report)
  }

  /// With one thread, so that the same texts give the same vectors.
  private func loadedEncoder() throws -> ONNXEncoder {
    try ONNXEncoder(folder: encoder, threads: 1, cache: "\(encoder)/training.vectors")
  }

  /// What is learnt of complaints is learnt from the labels of intents.
  private var labelled: URL {
    let name = model == .complaintMeaning ? Model.intent.rawValue : model.rawValue
    return URL(fileURLWithPath: labels ?? "labels/\(name)")
  }

  private func write(_ bytes: [UInt8]) throws {
    guard let output else { return }
    try Data(bytes).write(to: URL(fileURLWithPath: output), options: .atomic)
    Terminal.line("wrote \(output), \(bytes.count) bytes")
  }

  private func adapt(_ corrections: [Correction]) throws {
    let base: LinearModel = try ModelLibrary().model(named: model.rawValue, embedded: embedded)
    let adapted = try Adapting.run(base, corrections: corrections)
    Terminal.line(adapted.report)
    guard let output else { return }
    guard !adapted.isWorse || evenIfWorse else {
      Terminal.error("nothing was written: pass --even-if-worse to take it all the same")
      throw ExitCode(2)
    }
    let bytes = adapted.model.serialized()
    try Data(bytes).write(to: URL(fileURLWithPath: output), options: .atomic)
    Terminal.line("wrote \(output), \(bytes.count) bytes; REPLYD_MODELS names its folder")
  }

  private var embedded: UnsafeRawBufferPointer {
    switch model {
    case .intent:
      UnsafeRawBufferPointer(start: replyd_intent_model(), count: replyd_intent_model_size())
    default:
      UnsafeRawBufferPointer(start: replyd_sentiment_model(), count: replyd_sentiment_model_size())
    }
  }
}

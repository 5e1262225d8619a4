import ArgumentParser
import Foundation
import TextAnalysis

/// `replyd train`: the shipped models from the labelled data, the same bytes from the same data and
/// seed.
struct TrainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Trains a model and prints its quality on data it never saw.")

  enum Model: String, ExpressibleByArgument, CaseIterable {
    case sentiment, intent
  }

  @Argument(help: "sentiment or intent.") var model: Model
  @Option(name: .long, help: "The folder of the labelled data.") var data: String
  @Option(name: .long, help: "Where the model file goes; without: only the figures are printed.")
  var output: String?
  @Option(name: .long, help: "Decides the order of the rows.") var seed: UInt64 = 1

  func run() async throws {
    let folder = URL(fileURLWithPath: data)
    let trained: TrainedModel
    do {
      trained =
        switch model {
        case .sentiment:
          try SentimentTraining.run(dataDirectory: folder, seed: seed, log: Terminal.error)
        case .intent: try IntentTraining.run(dataDirectory: folder, seed: seed, log: Terminal.error)
        }
    } catch {
      Terminal.error("\(error)")
      throw ExitCode(1)
    }
    Terminal.line(trained.report)
    guard let output else { return }
    let bytes = trained.model.serialized()
    try Data(bytes).write(to: URL(fileURLWithPath: output), options: .atomic)
    Terminal.line("wrote \(output), \(bytes.count) bytes")
  }
}

import Foundation
import Matching
import PluginKit

extension FAQTraining {
  /// Learns the weights for one kind of index, and measures them with each brand left out.
  struct Learning {
    /// The weight of each message set: all brands count alike.
    private static let messages = 500.0
    /// What the precision may be asked to be, where figures are printed; the first is the default.
    static let precisions = [0.6, 0.95]
    static let shares = [0.2, 0.5, 0.8]

    /// nil: by words alone.
    let encoder: (any SentenceEncoder)?
    let inputCount: Int
    let model: ([Double]) -> FAQModel
    /// Learnt from all brands.
    private(set) var weights: [Double] = []

    init(
      encoder: (any SentenceEncoder)?, inputCount: Int, model: @escaping ([Double]) -> FAQModel
    ) {
      self.encoder = encoder
      self.inputCount = inputCount
      self.model = model
    }

    /// - Parameter folds: of one set, at some questions an entry.
    /// - Returns: the report's lines.
    mutating func run(
      _ draws: [FAQDraw], _ folds: [[FAQDraw]], log: (String) -> Void
    ) throws -> [String] {
      let draws = try draws.map(meant)
      let blank = model([Double](repeating: 0, count: inputCount))
      let cases = try draws.map { draw in
        log("read \(draw.name)")
        return try self.cases(draw, blank)
      }
      weights = fit(cases)
      var report: [String] = []
      for family in Set(draws.map(\.family)).sorted() {
        let rest = zip(draws, cases).filter { $0.0.family != family }.map(\.1)
        let without = model(fit(rest))
        for draw in draws where draw.family == family {
          log("measure \(draw.name)")
          report.append(try line(draw, without))
        }
      }
      // The bank's other set is of the same brand as this one.
      let others = model(fit(zip(draws, cases).filter { $0.0.family != "bank" }.map(\.1)))
      for folds in folds {
        log("measure \(folds[0].name)")
        let accuracies = try folds.map { fold in
          let fold = try meant(fold)
          let index = try FAQIndex(fold.entries, model: others, encoder: encoder)
          return FAQMeasure(index, fold.messages).accuracy
        }
        let mean = accuracies.reduce(0, +) / Double(accuracies.count)
        report.append("\(folds[0].name), 5 folds: accuracy \(figure(mean))")
      }
      return report
    }

    func meant(_ draw: FAQDraw) throws -> FAQDraw {
      try encoder.map { try draw.meant(by: $0) } ?? draw
    }

    func cases(_ draw: FAQDraw, _ model: FAQModel) throws -> [Logistic.Case] {
      let index = try FAQIndex(draw.entries, model: model, encoder: encoder, isRehearsed: false)
      let inside = Double(draw.messages.count { $0.entry != nil })
      let outside = Double(draw.messages.count) - inside
      return draw.messages.map { message in
        let (inputs, top) = index.inputs(for: message.text, meaning: message.meaning)
        return Logistic.Case(
          inputs: inputs, isRight: message.entry != nil && top == message.entry,
          weight: Self.messages / 2 / (message.entry != nil ? inside : outside))
      }
    }

    func fit(_ cases: [[Logistic.Case]]) -> [Double] {
      Logistic.fit(
        cases.flatMap(\.self), prior: [Double](repeating: 0, count: inputCount),
        strength: [Double](repeating: 1, count: inputCount))
    }

    private func line(_ draw: FAQDraw, _ model: FAQModel) throws -> String {
      var words = [draw.name + ":"]
      for share in Self.shares {
        let options = FAQIndex.Options(unanswerableShare: share)
        let index = try FAQIndex(draw.entries, options, model: model, encoder: encoder)
        let measure = FAQMeasure(index, draw.messages)
        if share == 0.5 {
          let point = measure.point(at: Self.precisions[0], share: share)
          words.insert(
            "\(figure(measure.accuracy)) | \(figure(point.coverage)) \(figure(point.silence)) "
              + "\(figure(point.correlation)) |", at: 1)
        }
        let point = measure.point(at: Self.precisions[1], share: share)
        words.append("\(figure(point.coverage)) \(figure(point.precision))")
      }
      return words.joined(separator: " ")
    }

    private func figure(_ value: Double) -> String { String(format: "%.3f", value) }
  }
}

public import Foundation
public import TextAnalysis

/// Trains the crisis model and measures it on whole files that it has not seen.
///
/// Nothing public labels customer messages for all nine categories: the severe ones were written by
/// hand (`labels/crisis`), and the ordinary ones are the halves of public sets that may be read.
public enum CrisisTraining {
  /// What listed phrases prove of a text, and what each category is at least because of them; one a
  /// category, 0...1.
  public typealias Phrases = (NormalizedText) -> (proven: [Double], floors: [Double])

  /// - Parameters:
  ///   - dataDirectory: the folder of the public data.
  ///   - labels: the folder `labels/crisis`.
  ///   - categories: the nine, in the order of the finding.
  public static func run(
    dataDirectory: URL, labels: URL, categories: [String],
    phrases: @escaping Phrases, log: (String) -> Void
  ) throws(TrainingError) -> (bytes: [UInt8], report: String) {
    let classes = ["none"] + categories
    let data = try CrisisData(
      dataDirectory: dataDirectory, labels: labels, classes: classes, phrases: phrases)
    let fitting = CrisisFitting(head: .init(name: "crisis", classes: classes))
    var features = HashedFeatures(bits: CrisisFitting.bits)
    var crossed: [CrisisScored] = []
    for fold in 0..<CrisisData.foldCount {
      log("without fold \(fold + 1) of \(CrisisData.foldCount)")
      let model = fitting.model(data.rows.filter { $0.fold != fold }, log: log)
      crossed += data.rows.filter { $0.fold == fold }
        .map { CrisisScored($0, by: model, &features) }
    }
    let calibration = CrisisCalibrating.fitted(CrisisCalibrating.weighed(crossed))
    log("with all")
    let model = calibration.applied(to: fitting.model(data.rows, log: log))
    let report = CrisisReport(
      categories: categories,
      crossed: crossed.map { CrisisReport.Line($0.row, $0.reading(calibration)) },
      unread: data.unread.map {
        CrisisReport.Line($0, CrisisScored($0, by: model, &features).reading(.init()))
      },
      populations: CrisisCalibrating.weighed(crossed).map { ($0.reading(calibration), $0) })
    let sources = Dictionary(data.rows.map { ($0.source, 1) }, uniquingKeysWith: +)
      .sorted { $0.key < $1.key }.map { "{\"name\":\"\($0.key)\",\"rows\":\($0.value)}" }
    let card = "{\"model\":\"crisis\",\"data\":[\(sources.joined(separator: ","))]}"
    let head = String(
      format: "temperature %.3f, shift %.3f", calibration.temperature, calibration.shift)
    return (model.with(card: card).serialized(), head + "\n" + report.text)
  }
}

import ArgumentParser
import FAQStagePlugin
import Foundation
import Matching

extension FAQCommand {
  /// `replyd faq eval`.
  struct Eval: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Measures the entries on messages of which the right entry is known.")

    @Option(name: .long, help: "JSON lines: \"id\", \"text\", \"entry\" (its id, or null: none).")
    var data: String
    @OptionGroup var source: FAQOption
    @Option(name: .long, help: "The precision asked for, instead of the config's.")
    var answerAbove: Double?
    @Option(name: .long, help: "How many of all messages no entry answers, instead of as set.")
    var unanswerableShare: Double?
    @Option(name: .long, help: "How many mistakes are shown.") var worst = 10
    @Flag(name: .long, help: "Print JSON.") var json = false

    func validate() throws {
      try FAQCommand.validate(answerAbove, unanswerableShare)
      guard worst >= 0 else { throw ValidationError("--worst cannot be negative") }
    }

    func run() async throws {
      let faq = try source.load()
      await faq.assembly.endPlugins()
      let settings = faq.stage.settings
      let rows = try FAQRow.read(data, entries: settings.chosen.map(\.id), isLabelled: true)
      let (measure, _) = try faq.measure(rows, unanswerableShare: unanswerableShare)
      let report = FAQReport(
        name: faq.name, data: data, entries: settings.chosen.map(\.id), rows: rows,
        measure: measure, answerAbove: answerAbove ?? settings.answerAbove,
        unanswerableShare: unanswerableShare ?? settings.unanswerableShare, worst: worst)
      if json { return Terminal.json(report.json) }
      if let note = faq.note { Terminal.error(note) }
      Terminal.line(report.text)
    }
  }

  /// `replyd faq coverage`.
  struct Coverage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows what more silence buys, and which questions no entry answers.")

    @Option(name: .long, help: "JSON lines: \"id\", \"text\" and, where known, \"entry\".")
    var data: String
    @OptionGroup var source: FAQOption
    @Option(name: .long, help: "The precision asked for, instead of the config's.")
    var answerAbove: Double?
    @Option(name: .long, help: "How many of all messages no entry answers, instead of as set.")
    var unanswerableShare: Double?
    @Option(name: .long, help: "Draws the curve into this file.") var svg: String?
    @Option(name: .long, help: "How many groups of messages are shown.") var groups = 15

    func validate() throws {
      try FAQCommand.validate(answerAbove, unanswerableShare)
      guard groups >= 0 else { throw ValidationError("--groups cannot be negative") }
    }

    func run() async throws {
      let faq = try source.load()
      await faq.assembly.endPlugins()
      let settings = faq.stage.settings
      let rows = try FAQRow.read(data, entries: settings.chosen.map(\.id), isLabelled: false)
      let (measure, meanings) = try faq.measure(rows, unanswerableShare: unanswerableShare)
      let coverage = try FAQCoverage(
        faq, data: data, rows: rows, measure: measure, meanings: meanings,
        answerAbove: answerAbove ?? settings.answerAbove, shown: groups)
      if let svg {
        guard let plot = coverage.plot else {
          Terminal.error("\(data) says of no message which entry is right, so there is no curve")
          throw ExitCode(1)
        }
        try ByteSink(svg).write(Array(plot.svg.utf8))
      }
      if let note = faq.note { Terminal.error(note) }
      Terminal.line(coverage.text)
    }
  }

  private static func validate(_ answerAbove: Double?, _ unanswerableShare: Double?) throws {
    if let answerAbove, !(0...1).contains(answerAbove) {
      throw ValidationError("--answer-above is a share from 0 to 1")
    }
    if let unanswerableShare, !(0.01...0.99).contains(unanswerableShare) {
      throw ValidationError("--unanswerable-share is a share from 0.01 to 0.99")
    }
  }
}

import PluginKit
import TextAnalysis

struct LanguageSettings: Settings {
  let atLeast: Double

  init(_ f: inout Fields) {
    atLeast = f.number(
      "atLeast", default: LanguageModel.leastConfidence, in: 0...1,
      help: "a guess that is less sure is no guess: the language is then \"und\", unknown")
  }
}

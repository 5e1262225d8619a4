import PluginKit

/// Answers everything, except what poisons it.
struct PoisonedStage: Stage {
  struct Poisoned: Error {}

  func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
    if message.text.contains("throw") { throw Poisoned() }
    if message.text.contains("trap") {
      // What this program is for: a stage with a programming error takes the process with it.
      fatalError("poisoned")
    }
    if message.text.contains("hang") {
      var number: UInt64 = 1
      while number != 0 { number = number &* 6_364_136_223_846_793_005 | 1 }
    }
    return Opinion(proposals: [.answer(.init(text: "Re: \(message.text)"))])
  }
}

import TextAnalysis
import Testing

@Suite struct MeaningModelTests {
  private let model = MeaningModel(card: "{}", encoder: "some", weights: [2, -1, 0.5])

  @Test func aProbabilityIsTheLogisticOfTheWeightedSum() {
    #expect(abs((model.probability(of: [1, 0]) ?? 0) - 0.9241) < 1e-4)
    #expect(abs((model.probability(of: [0, 0.5]) ?? 0) - 0.5) < 1e-9)
  }

  @Test func aVectorOfAnotherLengthHasNone() {
    #expect(model.probability(of: [1]) == nil)
    #expect(model.probability(of: [1, 0, 0]) == nil)
  }

  @Test func theFileReadsBack() throws {
    let read = try MeaningModel(fileBytes: model.fileBytes)
    #expect(read.encoder == "some" && read.card == "{}")
    #expect(read.probability(of: [1, 1]) == model.probability(of: [1, 1]))
    #expect(read.fileBytes == model.fileBytes)
  }

  @Test(arguments: [
    "", "replyd-faq 1\n", "replyd-meaning 1\n{}\n", "replyd-meaning 1\n{}\nsome\n1\n",
    "replyd-meaning 1\n{}\nsome\n1 nan\n",
  ])
  func aDamagedFileIsRefused(_ text: String) {
    #expect(throws: ModelError.self) { try MeaningModel(fileBytes: Array(text.utf8)) }
  }
}

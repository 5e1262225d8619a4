import Testing

@testable import TextAnalysis

@Suite struct HashedFeaturesTests {
  @Test func theHashIsFNV1a() {
    var hash = FeatureHash.word
    for byte in "foobar".utf8 { hash.add(byte) }
    #expect(hash.state == 0x8594_4171_F739_67E8)
  }

  @Test func aBufferGivesTheSameFeaturesAgain() {
    let text = NormalizedText("The parcel never came, and nobody helped me.")
    let fresh = HashedFeatures(of: text, bits: 12)
    var reused = HashedFeatures(of: NormalizedText("something else :) entirely"), bits: 12)
    reused.update(with: text)
    #expect(Array(reused.current) == Array(fresh.current))
    #expect(reused.wordCount == fresh.wordCount)
  }

  @Test func eachBucketCountsOnce() {
    let features = HashedFeatures(of: NormalizedText("very very very very good"), bits: 18)
    #expect(Set(features.current).count == features.count)
    #expect(features.current.allSatisfy { $0 < 1 << 18 })
  }

  @Test func aNegationMarksTheWordsAfterIt() {
    func buckets(_ text: String) -> Set<UInt32> {
      let features = HashedFeatures(of: NormalizedText(text), bits: 20)
      return Set(features.current[..<features.wordCount])
    }
    let good = buckets("good")
    #expect(good.isSubset(of: buckets("it is good")))
    #expect(!good.isSubset(of: buckets("it isn't good")))
    #expect(!good.isSubset(of: buckets("not so very good")))
    #expect(good.isSubset(of: buckets("not now, good")))
    #expect(good.isSubset(of: buckets("never one two three four five good")))
  }

  @Test func anEmptyTextHasNoFeatures() {
    #expect(HashedFeatures(of: NormalizedText(""), bits: 10).count == 0)
  }

  @Test func aHugeTextFits() {
    let text = NormalizedText(String(repeating: "abc de, ", count: 10_000))
    #expect(HashedFeatures(of: text, bits: 8).count <= 256)
  }
}

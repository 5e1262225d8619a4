import Engine
import Testing

@Suite struct TopicWordsTests {
  @Test(arguments: [
    ("kettle", "My KETTLE is broken", true), ("kettle", "two kettles", false),
    ("kettle*", "two kettles", true), ("café", "the CAFE is closed", true),
    ("KB-210", "it is the kb-210, red", true), ("KB-210", "it is 210 in the kb", false),
    ("KB-2*", "model KB 210", true), ("tent, stove*", "my stoves", true),
    ("tent", "content of the potent tentacle", false), ("tent", "", false), ("Öl", "das öl", true),
    ("热水壶", "我的 热水壶 坏了", true),
  ])
  func aTextIsAboutATopicByItsWords(_ words: String, _ text: String, _ isAbout: Bool) {
    #expect(TopicWords(text: words).occur(in: text) == isAbout)
  }

  @Test(arguments: ["", " , ", "*", "!!", "-"])
  func whatHasNoWordIsNoTopic(_ text: String) {
    #expect(TopicWords(text: text).isEmpty)
    #expect(!TopicWords(text: text).occur(in: "anything * ! -"))
  }

  @Test func theTellingWordsAreThoseThatOthersSeldomUse() {
    let recent =
      (0..<200).map { "Where is my order number \($0)? The delivery is late again" }
      + ["the gooseneck kettle leaks", "is the kettle safe for induction"]
    let words = TopicWords.telling(
      in: "My daughter burned her hand on your gooseneck kettle, where is the delivery",
      among: recent)
    #expect(words.prefix(2) == ["gooseneck*", "kettle*"])
    #expect(!words.contains("delivery*") && !words.contains("where*"))
  }

  @Test func withoutAnyHistoryWordsOfAnyTextTellNothing() {
    #expect(TopicWords.telling(in: "What should we have done with this?", among: []).isEmpty)
    #expect(TopicWords.telling(in: "", among: []).isEmpty)
    #expect(TopicWords.telling(in: "The stove exploded", among: []) == ["exploded*", "stove*"])
  }
}

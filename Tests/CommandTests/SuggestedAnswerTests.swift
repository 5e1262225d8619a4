import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// What the FAQ is not sure of is drafted for a person, with the next best to choose from.
struct SuggestedAnswerTests {
  private let setup: CommandSetup

  init() throws {
    setup = try CommandSetup(recording: [
      [
        "id": "a1", "author": ["id": "u1", "handle": "@ana"],
        "text": "hey can I track the parcel I ordered, or get it back to you?",
        "createdAt": "2026-11-01T08:00:00Z",
      ]
    ])
    try setup.folder.write(
      """
      {"entries":[
      {"id":"parcel","questions":["Where is my parcel?","Can I track what I ordered?",
      "How do I track my parcel?"],"answer":"Use the link in your mail."},
      {"id":"return","questions":["How do I return a parcel?","Can I send what I ordered back?",
      "Where do I get a return label?"],"answer":"Print the return label."},
      {"id":"pay","questions":["How can I pay?","Do you take cards?"],"answer":"By card."}]}
      """, to: "suggested.json")
    let text = setup.config().text()
      .replacing(
        #""settings":{"entries":["faq.json"],"answerAbove":0.7}"#,
        with: #""settings":{"entries":["suggested.json"],"answerAbove":1,"suggestAbove":0.01}"#)
    try #require(text.contains("suggestAbove"))
    try setup.folder.write(text, to: "replyd.json")
  }

  @Test func anotherSuggestionIsChosenAndGoesOut() async throws {
    try await setup.runUntilDone()
    #expect(try setup.repliedTo().isEmpty, "a suggestion waits for a person, whatever the mode")
    let draft = try #require(try await setup.json("drafts").array?.first)
    let suggestions = draft["suggestions"]?.array?.compactMap(\.string) ?? []
    #expect(suggestions.count == 3 && draft["text"]?.string?.hasPrefix(suggestions[0]) == true)
    let listed = try await setup.succeed("drafts")
    #expect(listed.contains("or --choice 2: \(suggestions[1])"))

    let id = try #require(draft["id"]?.text())
    let wrong = try await setup.run("drafts", "approve", id, "--choice", "9")
    #expect(wrong.status == 1 && wrong.error.contains("has 3 suggested answers"))
    let both = try await setup.run("drafts", "approve", id, "--choice", "2", "--text", "Hello")
    #expect(both.status != 0 && both.error.contains("not both"))
    try await setup.succeed("drafts", "approve", id, "--choice", "2")
    try await setup.runUntilDone()
    #expect(try setup.repliedTo() == ["a1"])
    let replies = try String(
      contentsOfFile: setup.folder.path(of: "var/replies.jsonl"), encoding: .utf8)
    #expect(replies.contains(suggestions[1]) && !replies.contains(suggestions[0]))
    try await setup.succeed("verify")
  }
}

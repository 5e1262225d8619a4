import Testing

@testable import Transport

@Suite struct SMTPDialogueTests {
  private func dialogue(_ steps: [String]) -> SMTPDialogue {
    var dialogue = SMTPDialogue()
    for step in steps {
      if step.hasPrefix("> ") {
        dialogue.sent((String(step.dropFirst(2)) + "\r\n").utf8)
      } else {
        let isTaken = dialogue.received((step + "\r\n").utf8)
        #expect(isTaken)
      }
    }
    return dialogue
  }

  @Test func linesOfOneReplyAreJoinedAndMadeSafe() {
    let reply = dialogue(["> EHLO me", "550-5.7.1 No\u{1B}[31m", "550 5.7.1 way"]).reply
    #expect(reply == SMTPReply(status: 550, words: "5.7.1 No?[31m 5.7.1 way"))
  }

  @Test func aReplyIsOpenUntilItsLastLine() {
    #expect(dialogue(["> EHLO me", "250-me"]).reply == nil)
    #expect(dialogue(["> EHLO me", "250-me", "250 SIZE 1"]).reply?.status == 250)
    #expect(dialogue(["> EHLO me", "250 me", "> MAIL FROM:<a@b>"]).reply == nil)
  }

  @Test func aRefusalBelongsToItsRecipient() {
    let seen = dialogue([
      "> MAIL FROM:<a@b>", "250 ok", "> RCPT TO:<c@d>", "250 ok", "> RCPT TO:<e@f>", "550 who?",
      "> RCPT TO:<g@h>", "451 later", "> DATA", "354 go", "250 queued", "> QUIT", "221 bye",
    ])
    #expect(seen.refusals.map(\.recipient) == [1, 2])
    #expect(seen.refusals.map(\.reply.status) == [550, 451])
    #expect(seen.named == 3)
    #expect(seen.reply == SMTPReply(status: 250, words: "queued"))
  }

  @Test(arguments: ["", "\r\n", "2", "hello", "99\r\n"])
  func aLineWithoutStatusIsNoReply(line: String) {
    var dialogue = SMTPDialogue()
    let isTaken = dialogue.received(line.utf8)
    #expect(isTaken)
    #expect(dialogue.reply == nil)
  }

  @Test func repliesWithoutEndAreRefused() {
    var dialogue = SMTPDialogue()
    let line = Array(("250-" + String(repeating: "x", count: 996)).utf8)
    let taken = (0..<100).prefix { _ in dialogue.received(line) }.count
    #expect(taken == SMTPDialogue.maxBytes / 1000)
  }
}

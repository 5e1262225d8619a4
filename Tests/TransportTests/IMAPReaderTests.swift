import Foundation
import Testing

@testable import Transport

/// What a server sends, cut into responses.
struct IMAPReaderTests {
  private func read(
    _ text: String, piece: Int = .max, limits: IMAPClient.Limits = .init()
  ) throws -> [IMAPResponse] {
    var reader = IMAPReader(limits)
    var responses: [IMAPResponse] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: min(piece, max(1, bytes.count))) {
      try reader.append(Array(bytes[start...].prefix(piece)))
      while let response = try reader.next() { responses.append(response) }
    }
    return responses
  }

  static let hostile =
    "From: x\r\n\r\n)\r\n* 9 FETCH (UID 9)\r\nA004 OK done\r\n* BYE\r\n+ go {5}\r\n{99}\r\n\" \\ ("

  @Test(arguments: [1, 2, 3, 7, 4096])
  func aLiteralIsReadByItsLengthWhereverItIsCut(piece: Int) throws {
    let mail = Self.hostile
    let text =
      "* 5 FETCH (UID 7 FLAGS (\\Seen $x) INTERNALDATE \" 1-Jan-2026 00:00:00 +0000\" "
      + "BODY[]<0> {\(mail.utf8.count)}\r\n\(mail) RFC822.SIZE 9)\r\nT1 OK [X 1] fine {3}\r\n"
    #expect(
      try read(text, piece: piece) == [
        .data(
          name: "FETCH", number: 5,
          [
            .list([
              .atom("UID"), .atom("7"), .atom("FLAGS"), .list([.atom("\\Seen"), .atom("$x")]),
              .atom("INTERNALDATE"), .string(Data(" 1-Jan-2026 00:00:00 +0000")),
              .atom("BODY[]<0>"), .string(Data(mail)), .atom("RFC822.SIZE"), .atom("9"),
            ])
          ]),
        .status(tag: "T1", .ok, code: "X 1", text: "fine {3}"),
      ])
  }

  @Test func emptyLiteralsAndSeveralOfThemAreRead() throws {
    #expect(
      try read("* 1 FETCH (A {0}\r\n B {2}\r\n)( C NIL)\r\n") == [
        .data(
          name: "FETCH", number: 1,
          [
            .list([
              .atom("A"), .string(Data()), .atom("B"), .string(Data(")(")), .atom("C"),
              .atom("NIL"),
            ])
          ])
      ])
  }

  @Test func wordsForPeopleAreNoLiterals() throws {
    #expect(
      try read("* OK [ALERT] see {12}\r\n* bye {1}\r\n+ {7}\r\n") == [
        .status(tag: nil, .ok, code: "ALERT", text: "see {12}"),
        .status(tag: nil, .bye, code: nil, text: "{1}"), .goOn,
      ])
  }

  static let broken = [
    "* 1 FETCH (UID 7\r\n", "* 1 FETCH UID 7)\r\n", "* \"x\r\n", "lonely\r\n", "T1 WELL done\r\n",
    "* 1 FETCH (A {2} B)\r\n", "* OK fine\n", "* 12\r\n", "* 1 FETCH ({1}x)\r\n",
    "* 1 X \(String(repeating: "(", count: 40))\r\n",
  ]

  @Test(arguments: broken)
  func whatIsNoResponseIsABreach(text: String) {
    #expect(throws: IMAPBreach.self) { try read(text) }
  }

  @Test func aGiantLiteralIsRefusedWhenItIsAnnounced() {
    for size in ["5000000", "99999999999999999999"] {
      #expect(throws: IMAPBreach.tooLarge("a literal over 4194304 bytes")) {
        try read("* 1 FETCH (BODY[] {\(size)}\r\n")
      }
    }
  }

  @Test func aLineWithoutEndIsCutOff() {
    var limits = IMAPClient.Limits()
    limits.lineBytes = 1000
    let long = String(repeating: "x", count: 1100)
    #expect(throws: IMAPBreach.tooLarge("a line over 1000 bytes")) {
      try read("* \(long)", piece: 100, limits: limits)
    }
    // Literals do not begin the count anew.
    let many = String(repeating: "{1}\r\nx abcdefgh ", count: 200)
    #expect(throws: IMAPBreach.tooLarge("a line over 1000 bytes")) {
      try read("* 1 FETCH (\(many)", piece: 100, limits: limits)
    }
  }

  @Test func anAnswerWithoutEndIsCutOff() {
    var limits = IMAPClient.Limits()
    limits.answerBytes = 1000
    #expect(throws: IMAPBreach.tooLarge("an answer over 1000 bytes")) {
      try read(String(repeating: "* 1 EXISTS\r\n", count: 100), piece: 50, limits: limits)
    }
  }

  @Test func setsAreShort() {
    #expect(IMAPText.set([9, 5, 6, 7, 7]) == "5:7,9")
    #expect(IMAPText.set([4_294_967_295, 1]) == "1,4294967295")
  }

  @Test func mailboxesAreNamedInASCII() {
    // RFC 3501, 5.1.3, has the second one.
    #expect(IMAPText.mailbox("Sent & more") == "Sent &- more")
    #expect(IMAPText.mailbox("~peter/mail/台北/日本語") == "~peter/mail/&U,BTFw-/&ZeVnLIqe-")
    #expect(IMAPText.mailbox("Envoyés") == "Envoy&AOk-s")
  }

  @Test func datesAreRead() {
    #expect(IMAPText.date(" 1-Jan-2026 01:00:00 +0100")?.timeIntervalSince1970 == 1_767_225_600)
    #expect(IMAPText.date("31-Dec-2025 20:30:00 -0330")?.timeIntervalSince1970 == 1_767_225_600)
    for text in ["", "1-Foo-2026 00:00:00 +0000", "1-Jan-2026 00:00 +0000", "x"] {
      #expect(IMAPText.date(text) == nil)
    }
  }

  @Test func argumentsCannotLeaveTheirPlace() {
    var command = IMAPCommand("EXAMINE")
    command.add(argument: "a\"b\r\nX LOGOUT")
    #expect(
      command.pieces(tag: "T").map { String(decoding: $0, as: UTF8.self) }
        == ["T EXAMINE {13}\r\n", "a\"b\r\nX LOGOUT\r\n"])
  }
}

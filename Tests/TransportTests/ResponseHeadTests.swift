import Testing

@testable import Transport

struct ResponseHeadTests {
  private func head(_ lines: [String], max: Int = 1000) -> (ResponseHead, Bool) {
    var head = ResponseHead(maxBytes: max)
    let fits = lines.allSatisfy { line in Array(line.utf8).withUnsafeBytes { head.take($0) } }
    return (head, fits)
  }

  @Test func foldedLinesContinueTheValue() {
    let (head, _) = head(["HTTP/1.1 200 OK\r\n", "X-A: one\r\n", "\t two\r\n", "\r\n"])
    #expect(head.headers["x-a"] == "one two")
  }

  @Test func linesWithoutAColonAreIgnored() {
    let (head, _) = head(["HTTP/1.1 200\r\n", "nonsense\r\n", "X: y\r\n", "\r\n"])
    #expect(head.status == 200)
    #expect(head.headers.fields.count == 1)
  }

  @Test(arguments: ["HTTP/1.1\r\n", "HTTP/1.1 abc\r\n", "HTTP/\r\n"])
  func aStatusLineWithoutAStatusIsNoResponse(line: String) {
    #expect(head([line, "\r\n"]).0.status == 0)
  }

  @Test(arguments: [(20, true), (19, false)])
  func theLimitCountsEveryByte(max: Int, fits: Bool) {
    #expect(head(["HTTP/1.1 200\r\n", "X: y\r\n"], max: max).1 == fits)
  }
}

/// Follows a session by the commands that libcurl wrote and the lines that came back, since libcurl
/// itself tells neither which recipient was refused nor the server's words.
struct SMTPDialogue {
  /// Of all lines that a server may send in one session, in bytes.
  static let maxBytes = 65_536

  /// To the last command; nil while it is awaited.
  private(set) var reply: SMTPReply?
  /// By the recipient's place in the envelope.
  private(set) var refusals: [(recipient: Int, reply: SMTPReply)] = []
  /// Recipients named so far.
  private(set) var named = 0

  /// The client has said its farewell.
  var hasQuit: Bool { command == .quit }

  private enum Command { case recipient, quit, other }
  private var command = Command.other
  private var unfinished: SMTPReply?
  private var receivedBytes = 0

  mutating func sent(_ bytes: some Collection<UInt8>) {
    // What follows QUIT is about the session, not about the mail.
    guard command != .quit, !bytes.isEmpty else { return }
    if bytes.starts(with: "QUIT\r\n".utf8) {
      command = .quit
      return
    }
    command = bytes.starts(with: "RCPT TO:".utf8) ? .recipient : .other
    if command == .recipient { named += 1 }
    (reply, unfinished) = (nil, nil)
  }

  /// Takes one line with its end; false if the limit is exceeded.
  mutating func received(_ line: some Collection<UInt8>) -> Bool {
    receivedBytes += line.count
    guard receivedBytes <= Self.maxBytes else { return false }
    let digits = line.prefix(3)
    guard command != .quit, digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { return true }
    let status = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    var current = unfinished ?? SMTPReply(status: status)
    current.status = status
    let rest = line.dropFirst(3)
    current.add(rest.dropFirst().filter { $0 != 0x0D && $0 != 0x0A })
    guard rest.first != UInt8(ascii: "-") else {
      unfinished = current
      return true
    }
    (reply, unfinished) = (current, nil)
    if command == .recipient, current.isRefusal { refusals.append((named - 1, current)) }
    return true
  }
}

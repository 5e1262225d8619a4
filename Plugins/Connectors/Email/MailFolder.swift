import Foundation
import Transport

/// One folder of the mailbox, by its name on the server.
struct MailFolder: Sendable {
  let name: String
  let imap: IMAPClient

  func read<Value: Sendable>(
    _ body: @Sendable (IMAPReading) async throws(TransportFailure) -> Value
  ) async throws(TransportFailure) -> Value {
    try await imap.read(name, body)
  }

  func holds(_ messageID: String) async throws(TransportFailure) -> Bool {
    try await read { folder throws(TransportFailure) in
      try await !folder.uids(withHeader: "Message-ID", "<\(messageID)>").isEmpty
    }
  }

  func add(_ message: Data) async throws(TransportFailure) {
    try await imap.append(message, to: name, flags: ["\\Seen"])
  }
}

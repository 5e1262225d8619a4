import Foundation
import NIOCore

@testable import LoopbackMastodon

extension Answer {
    struct Item: Decodable {
        let id: String
        let content: String?
        let in_reply_to_id: String?
        let edited_at: String?
    }

    private struct Failure: Decodable { let error: String }

    var text: String { String(buffer: body) }

    /// The ids of a page's items; none when the body is no array of items.
    var ids: [String] {
        do {
            return try JSONDecoder().decode([Item].self, from: Data(text.utf8)).map(\.id)
        } catch {
            return []
        }
    }

    func status() throws -> Item { try JSONDecoder().decode(Item.self, from: Data(text.utf8)) }
    func error() throws -> String {
        try JSONDecoder().decode(Failure.self, from: Data(text.utf8)).error
    }
}

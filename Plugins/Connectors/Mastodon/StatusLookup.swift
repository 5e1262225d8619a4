import PluginKit
import Transport

/// Finds statuses by id: in batches where the server can (Mastodon 4.3), one by one where not.
struct StatusLookup {
  /// Mastodon takes no more ids at once.
  static let batchSize = 20

  struct Found {
    var byID: [String: RemoteStatus] = [:]
    /// There, in a form that cannot be read.
    var unreadable: Set<String> = []
    var serverHasNoBatches = false
  }

  let api: MastodonAPI
  let usesBatches: Bool

  /// What is missing from the result is gone: the server said so for each.
  func statuses(_ ids: [String]) async throws(PollFailure) -> Found {
    var found = Found(serverHasNoBatches: !usesBatches)
    var rest = ids[...]
    while !rest.isEmpty {
      let batch = rest.prefix(Self.batchSize)
      rest = rest.dropFirst(Self.batchSize)
      if !found.serverHasNoBatches { try await look(up: batch, &found) }
      // A batch leaves out what is gone without a word, and an old server all of it.
      for id in batch where found.byID[id] == nil {
        let path = "/api/v1/statuses/\(Parameters.percentEncoded(id))"
        switch try await api.read(RemoteStatus.self, path) {
        case .there(let status): found.byID[id] = status
        case .unreadable: found.unreadable.insert(id)
        case .gone: break
        }
      }
    }
    return found
  }

  private func look(up ids: ArraySlice<String>, _ found: inout Found) async throws(PollFailure) {
    var parameters: Parameters = [:]
    for id in ids { parameters.add("id[]", id) }
    do {
      let page = try await api.page(
        of: RemoteStatus.self, "/api/v1/statuses", parameters, limit: nil)
      found.serverHasNoBatches = page == nil
      for status in page?.items ?? [] {
        if let id = status.id, ids.contains(id) { found.byID[id] = status }
      }
    } catch .malformed {
      // 405, or an answer of another kind.
      found.serverHasNoBatches = true
    }
  }
}

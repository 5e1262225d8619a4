import Foundation
import Testing

@testable import Transport

/// A one-way door between a server's thread and a test.
struct Gate: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func open() { continuation.yield() }

  /// Returns after `count` calls of `open`.
  func passed(_ count: Int = 1) async {
    var seen = 0
    for await _ in stream {
      seen += 1
      if seen == count { return }
    }
  }
}

extension HTTPClient {
  /// A client that may talk to loopback.
  static func make(_ adjust: (inout Configuration) -> Void = { _ in }) -> HTTPClient {
    var configuration = Configuration()
    configuration.allowPrivateTargets = true
    configuration.timeouts = HTTPTimeouts(
      connect: .seconds(20), total: .seconds(40), stall: .seconds(30))
    adjust(&configuration)
    return HTTPClient(configuration: configuration)
  }

  /// The failure of a call that must fail.
  func failure(
    of request: HTTPRequest, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> TransportFailure {
    do {
      let response = try await send(request)
      Issue.record("expected a failure, got \(response.status)", sourceLocation: sourceLocation)
      throw CancellationError()
    } catch let failure as TransportFailure {
      return failure
    }
  }
}

extension Data {
  init(_ text: String) { self.init(text.utf8) }
  var text: String { String(decoding: self, as: UTF8.self) }
}

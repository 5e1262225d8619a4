import PluginKit

/// A condition that did not come true in its time.
public struct NeverHappened: Error, CustomStringConvertible {
  public let description: String
}

/// Asks again and again until `isTrue`; throws when it has not come true within `limit`. The limit
/// bounds a broken test, it is no promise about speed.
public func eventually(
  _ what: String, within limit: Duration = .seconds(60), every pause: Duration = .milliseconds(50),
  _ isTrue: () async throws -> Bool
) async throws {
  let end = ContinuousClock.now + limit
  while try await !isTrue() {
    guard ContinuousClock.now < end else {
      throw NeverHappened(description: "not within \(limit.text): \(what)")
    }
    try await Task.sleep(for: pause)
  }
}

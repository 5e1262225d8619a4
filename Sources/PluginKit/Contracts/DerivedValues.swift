import Synchronization

/// A value that only depends on the message, e.g. its normalised text.
public protocol DerivedFromMessage: Sendable {
  init(from message: Message)
}

/// Computes each derived value once per message, whichever stage asks first.
public final class DerivedValues: Sendable {
  private let values = Mutex<[ObjectIdentifier: any Sendable]>([:])

  public init() {}

  /// The value of this type for `message`; always call it with the message under evaluation.
  public func value<Value: DerivedFromMessage>(_ type: Value.Type, of message: Message) -> Value {
    if let known = values.withLock({ $0[ObjectIdentifier(type)] }) as? Value { return known }
    let value = Value(from: message)
    values.withLock { $0[ObjectIdentifier(type)] = value }
    return value
  }

  /// The value of this type, which takes more than the message to make and may fail.
  public func value<Value: Sendable>(
    _ type: Value.Type, else make: () async throws -> Value
  ) async rethrows -> Value {
    if let known = values.withLock({ $0[ObjectIdentifier(type)] }) as? Value { return known }
    let value = try await make()
    values.withLock { $0[ObjectIdentifier(type)] = value }
    return value
  }
}

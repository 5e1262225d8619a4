public import PluginKit

/// Whether replyd does its work, and if not, why: what `/readyz` shows.
public struct Readiness: Sendable, Hashable {
  /// One reason not to be ready.
  public struct Reason: Sendable, Hashable {
    public var kind: String
    public var subject: String?
    public var sentence: String
  }

  public var reasons: [Reason]
  /// That what lies on the disk is not what runs; replyd does its work all the same.
  public var refusedConfig: String?
  public var isReady: Bool { reasons.isEmpty }

  init(_ troubles: [Trouble]) {
    refusedConfig = troubles.first { $0.key.kind == .configRefused }?.sentence
    reasons = troubles.filter(\.key.kind.makesUnready).map {
      Reason(kind: $0.key.kind.rawValue, subject: $0.key.subject, sentence: $0.sentence)
    }
  }

  /// - Parameter holds: how many holds are active; they are no reason not to be ready.
  public func json(holds: Int?) -> JSONValue {
    [
      "ready": .bool(isReady),
      "reasons": .array(
        reasons.map {
          [
            "reason": .string($0.kind), "subject": .optional($0.subject),
            "detail": .string($0.sentence),
          ]
        }),
      "refusedConfig": .optional(refusedConfig), "holds": holds.map { .int($0) } ?? .null,
    ]
  }
}

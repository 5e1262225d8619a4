public import Engine
public import Foundation

extension SQLiteStore: WatchedStore {
  public func gauges() async throws -> StoreGauges {
    try await commits.read { db in try Gauges.read(db) }
  }

  public func unreachedSince() async throws -> Date? {
    try await commits.read { db in
      try db.integer(
        """
        SELECT min(unreachedAt) FROM handoff WHERE state IN ('open', 'notified', 'taken')
        """
      ).map { Date(milliseconds: $0) }
    }
  }

  public func probe(at: Date) async throws {
    _ = try await commits.write { db in
      try db.run(
        """
        INSERT INTO meta(name, value) VALUES('probedAt', ?1)
        ON CONFLICT(name) DO UPDATE SET value = ?1
        """, "\(at.milliseconds)")
    }
  }
}

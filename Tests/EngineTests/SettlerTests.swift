import Foundation
import PluginKit
import PluginTesting
import Synchronization
import Testing

@testable import Engine

/// How the ends of sends get onto the disk.
@Suite struct SettlerTests {
  /// A store that takes its time, and may refuse.
  private final class Disk: Sendable {
    struct Refused: Error {}
    let batches = Mutex<[[Int64]]>([])
    let isFull = Mutex(false)
    let isSlow = Mutex(false)

    func write(_ settlements: [Settlement]) async throws {
      batches.withLock { $0.append(settlements.map(\.row)) }
      while isSlow.withLock({ $0 }) { try await SystemTime().sleep(for: .milliseconds(1)) }
      guard
        isFull.withLock({ full in
          defer { full = false }
          return full
        })
      else { return }
      throw Refused()
    }

    var rows: [Int64] { batches.withLock { $0.flatMap(\.self) } }
  }

  private let disk = Disk()
  private let flight = Flight()

  private func settler(enough: Int) -> Settler {
    Settler(
      time: SystemTime(), observer: AlarmKeeper(), flight: flight, enough: enough,
      patience: .seconds(20), write: { [disk] in try await disk.write($0) }, onRecorded: { _ in })
  }

  private func end(_ row: Int64, by settler: Settler) async {
    let settlement = Settlement(
      row: row, fence: 1, result: .posted(Receipt(remote: "r\(row)")), at: fixtureTime)
    let reply = Reply(
      key: "k\(row)", kind: .answer, text: "t", language: nil, visibility: .public,
      parent: .make("question"))
    await settler.record(settlement, of: reply)
  }

  @Test func whatEndsTogetherSharesACommit() async {
    let settler = settler(enough: 4)
    for _ in 0..<8 { flight.start() }
    await withDiscardingTaskGroup { group in
      for row in 1...8 { group.addTask { await end(Int64(row), by: settler) } }
    }
    #expect(disk.batches.withLock { $0.count } <= 2)
    #expect(disk.rows.sorted() == Array(1...8))
    #expect(flight.count == 0)
  }

  @Test func oneThatIsAloneDoesNotWait() async {
    flight.start()
    await end(1, by: settler(enough: 4))
    #expect(disk.rows == [1] && flight.count == 0)
  }

  /// Nobody else comes who would carry it.
  @Test func whatCameDuringARefusedCommitIsRecordedToo() async throws {
    let settler = settler(enough: 1)
    disk.isFull.withLock { $0 = true }
    disk.isSlow.withLock { $0 = true }
    flight.start()
    flight.start()
    await withDiscardingTaskGroup { group in
      group.addTask { await end(1, by: settler) }
      while disk.rows.isEmpty { await Task.yield() }
      await end(2, by: settler)
      disk.isSlow.withLock { $0 = false }
    }
    #expect(disk.rows.sorted() == [1, 1, 2])
    #expect(flight.count == 0)
  }
}

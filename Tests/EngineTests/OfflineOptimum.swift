import Foundation
import PluginKit

/// What could have been met by somebody who knew beforehand what would come: the plan's reference,
/// found in another way, by augmenting paths (Kuhn 1955) over spans with a number of places.
struct OfflineOptimum {
  struct Job {
    /// The spans in which it can be posted in time.
    var spans: [Int]
    var urgency: Urgency
  }

  /// The jobs that are met: as many of the most urgent as can be, then of the next, and so on.
  private(set) var met: Set<Int> = []
  private let jobs: [Job]
  private let places: [Int]
  private var seated: [[Int]]

  /// - Parameter places: of each span.
  init(_ jobs: [Job], places: [Int]) {
    self.jobs = jobs
    self.places = places
    seated = places.map { _ in [] }
    let order = jobs.indices.sorted { (jobs[$1].urgency, $0) < (jobs[$0].urgency, $1) }
    for job in order {
      var visited: Set<Int> = []
      if seat(job, &visited) { met.insert(job) }
    }
  }

  func met(_ urgency: Urgency) -> Int { met.count { jobs[$0].urgency == urgency } }

  private mutating func seat(_ job: Int, _ visited: inout Set<Int>) -> Bool {
    for span in jobs[job].spans where places[span] > 0 && visited.insert(span).inserted {
      if seated[span].count < places[span] {
        seated[span].append(job)
        return true
      }
      // One of each kind is enough to ask: those with the same spans can move to the same.
      var kinds: Set<[Int]> = []
      for index in seated[span].indices where kinds.insert(jobs[seated[span][index]].spans).inserted
      {
        if seat(seated[span][index], &visited) {
          seated[span][index] = job
          return true
        }
      }
    }
    return false
  }
}

/// Repeats with its seed (Steele, Lea, Flood: "SplitMix64", 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

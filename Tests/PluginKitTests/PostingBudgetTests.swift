import Foundation
import PluginKit
import PluginTesting
import Testing

@Suite struct PostingBudgetTests {
  private let three = Date(timeIntervalSince1970: 1_749_999_600)

  @Test func anAlignedBudgetCountsFromAMultipleOfItsSpan() {
    let budget = PostingBudget(posts: 300, per: .hours(3), isAligned: true)
    #expect(budget.counted(at: fixtureTime) == (three, three + .hours(3)))
    #expect(budget.counted(at: three) == (three, three + .hours(3)))
    #expect(budget.text == "300 posts per 3h")
  }

  @Test func aPlatformRefusesWhatIsBeyondAndSaysForHowLong() {
    var count = PostingCount(PostingBudget(posts: 2, per: .hours(3), isAligned: true))
    let last = three + .hours(3) - .seconds(1)
    #expect(count.refuse(at: last) == nil)
    #expect(count.refuse(at: last) == nil)
    #expect(count.refuse(at: last) == .seconds(1))
    #expect(count.refuse(at: last + .seconds(1)) == nil)
  }

  @Test func aSlidingBudgetHoldsInEverySpan() {
    var count = PostingCount(PostingBudget(posts: 2, per: .minutes(10), isAligned: false))
    #expect(count.refuse(at: three) == nil)
    #expect(count.refuse(at: three + .minutes(4)) == nil)
    #expect(count.refuse(at: three + .minutes(9)) == .minutes(1))
    #expect(count.refuse(at: three + .minutes(10)) == nil)
    #expect(count.refuse(at: three + .minutes(11)) == .minutes(3))
  }

  @Test func aClockThatWasSetBackClosesNothingForLonger() {
    var count = PostingCount(PostingBudget(posts: 1, per: .hours(3), isAligned: true))
    #expect(count.refuse(at: three + .hours(4)) == nil)
    #expect(count.refuse(at: three) == nil)
  }
}

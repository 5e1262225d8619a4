import Testing

@testable import Transport

struct HTTPTimeoutsTests {
  @Test(arguments: [
    (Duration.zero, 1), (.milliseconds(-5), 1), (.microseconds(10), 1), (.milliseconds(1500), 1500),
    (.seconds(3), 3000), (.seconds(1 << 40), 2_000_000_000),
  ])
  func aTimeoutNeverBecomesNone(duration: Duration, expected: Int) {
    #expect(HTTPTimeouts.milliseconds(duration) == expected)
  }

  @Test func theStallTimeoutRoundsUp() {
    #expect(HTTPTimeouts.seconds(.milliseconds(1001)) == 2)
    #expect(HTTPTimeouts.seconds(.zero) == 1)
  }
}

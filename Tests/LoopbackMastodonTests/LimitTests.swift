import Testing

@testable import LoopbackMastodon

@Suite struct LimitTests {
    @Test func thePostBucketEndsAtTheThreeHourMark() throws {
        var world = World.make(postLimit: 2)
        #expect(world.post("status=1", key: "1").reading?.remaining == 1)
        #expect(world.post("status=2", key: "2").reading?.remaining == 0)
        let refused = world.post("status=3", key: "3")
        #expect(refused.status == 429)
        #expect(refused.reading?.limit == 2)
        #expect(refused.reading?.reset.text == "2026-08-01T15:00:00.000Z")
        #expect(world.post("status=2", key: "2").status == 200)
        #expect(world.post("status=3", key: "3", at: 4097).status == 200)
    }

    @Test func theGeneralLimitRefusesAndForgets() {
        var world = World.make(rateLimit: 2)
        #expect(world.get("/api/v1/accounts/verify_credentials").reading?.remaining == 1)
        #expect(world.get("/api/v1/accounts/verify_credentials").status == 200)
        #expect(world.get("/api/v1/accounts/verify_credentials").status == 429)
        #expect(world.get("/api/v1/accounts/verify_credentials", at: 300).status == 200)
    }

    @Test func notWaitingForTheResetIsAViolation() throws {
        var world = World.make()
        try world.setFault(#"{"status429":1,"resetAfterMs":5000}"#)
        #expect(world.get("/api/v1/notifications").status == 429)
        try world.setFault("{}")
        _ = world.get("/api/v1/notifications", at: 6)
        #expect(world.violationKinds.isEmpty)
        _ = world.get("/api/v1/notifications", at: 1)
        #expect(world.violationKinds == [.requestBeforeReset])
    }

    @Test(arguments: [
        ("since_id=1", Violation.Kind.sinceIDUsed), ("limit=81", .limitTooHigh),
        ("limit=all", .wrongParameter), ("min_id=abc", .wrongParameter),
        ("types[]=mentions", .wrongParameter), ("type=mention", .unknownQueryKey),
    ])
    func aCarelessQueryIsAViolation(query: String, expected: Violation.Kind) {
        var world = World.make()
        #expect(world.get("/api/v1/notifications?\(query)").status == 200)
        #expect(world.violationKinds == [expected])
    }

    @Test func aStrangersTokenIsRefused() {
        var world = World.make()
        #expect(world.get("/api/v1/notifications", token: "wrong").status == 401)
        #expect(world.get("/api/v1/notifications", token: nil).status == 401)
        #expect(world.violationKinds == [.invalidToken, .invalidToken])
    }

    @Test func aPostWithoutKeyIsAViolation() {
        var world = World.make()
        #expect(world.post("status=x", key: nil).status == 200)
        #expect(world.violationKinds == [.missingIdempotencyKey])
    }
}

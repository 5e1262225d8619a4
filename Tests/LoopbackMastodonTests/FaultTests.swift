import Foundation
import Testing

@testable import LoopbackMastodon

@Suite struct FaultTests {
    /// What a fault does to a post: how it is answered, and whether the status exists.
    @Test(arguments: [
        (Fault.loseAnswerAfterActing, Answer.Delivery.lost, true),
        (.dropBeforeActing, .lost, false),
        (.cutBody, .cut, true), (.status429, .whole, false), (.status5xx, .whole, false),
        (.status5xxAfterActing, .whole, true),
    ])
    func aFaultActsAsItsNameSays(fault: Fault, delivery: Answer.Delivery, acts: Bool) throws {
        var world = World.make()
        try world.setFault("{\"\(fault.rawValue)\":1}")
        #expect(world.post("status=x").delivery == delivery)
        #expect(world.statuses.all.count == (acts ? 1 : 0))
        #expect(world.faults.counts == [fault.rawValue: 1])
    }

    @Test func aRepeatedPageIsThePreviousOne() throws {
        var world = World.make()
        for _ in 1...4 { _ = try world.customer("x") }
        try world.setFault(#"{"repeatPage":0.0}"#)
        #expect(world.page("min_id=0&limit=2") == ["8", "4"])
        world.faults = try FaultPlan(Fields(json: .init(#"{"repeatPage":1}"#.utf8)), keeping: [:])
        #expect(world.page("min_id=8&limit=2") == ["8", "4"])
        #expect(world.faults.counts == ["repeatPage": 1])
    }

    @Test func aReorderedPageHasTheSameItems() throws {
        var world = World.make()
        for _ in 1...20 { _ = try world.customer("x") }
        let straight = world.page("limit=20")
        try world.setFault(#"{"seed":7,"reorderPage":1}"#)
        let shuffled = world.page("limit=20")
        #expect(shuffled != straight)
        #expect(Set(shuffled) == Set(straight))
    }

    @Test func theSameSeedGivesTheSameFaults() throws {
        func run(seed: Int) throws -> [Int] {
            var world = World.make()
            try world.setFault("{\"seed\":\(seed),\"status5xx\":0.3,\"status429\":0.2}")
            return (0..<50).map { _ in world.get("/api/v1/notifications").status }
        }
        #expect(try run(seed: 1) == run(seed: 1))
        #expect(try run(seed: 1) != run(seed: 2))
        #expect(Set(try run(seed: 1)).isSuperset(of: [200, 429]))
    }

    @Test func faultsStayOnTheirPath() throws {
        var world = World.make()
        try world.setFault(#"{"status5xx":1,"path":"/notifications","method":"GET"}"#)
        #expect(world.get("/api/v1/notifications").status >= 500)
        #expect(world.post("status=x").status == 200)
    }

    @Test(arguments: [
        #"{"status5x":0.1}"#, #"{"cutBody":1.1}"#, #"{"cutBody":0.6,"status5xx":0.6}"#,
        #"{"cutBody":"x"}"#, "[]",
    ])
    func aBadPlanIsRefused(json: String) {
        var world = World.make()
        #expect(throws: ControlError.self) { try world.setFault(json) }
    }
}

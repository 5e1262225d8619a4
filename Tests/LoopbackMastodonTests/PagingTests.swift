import Testing

@testable import LoopbackMastodon

@Suite struct PagingTests {
    private func filled() throws -> World {
        var world = World.make()
        for number in 1...5 { _ = try world.customer("message \(number)", at: Int64(number)) }
        return world
    }

    @Test(arguments: [
        ("limit=2", ["20", "16"]),
        ("min_id=4&limit=2", ["12", "8"]),
        ("since_id=4&limit=2", ["20", "16"]),
        ("max_id=16&limit=2", ["12", "8"]),
        ("min_id=4&max_id=12", ["8"]),
        ("min_id=20", []),
        ("types[]=mention&exclude_types[]=mention", []),
        ("types%5B%5D=follow", []),
    ])
    func minIDIsTheNextPageAndSinceIDTheNewest(query: String, expected: [String]) throws {
        var world = try filled()
        #expect(world.page(query) == expected)
    }

    @Test func followingMinIDLosesNothing() throws {
        var world = try filled()
        var seen: [String] = []
        var cursor = "0"
        while let newest = world.page("min_id=\(cursor)&limit=2").first {
            seen += world.page("min_id=\(cursor)&limit=2").reversed()
            cursor = newest
        }
        #expect(seen == ["4", "8", "12", "16", "20"])
    }

    @Test(arguments: [
        ("min_id=%0&limit=2", [2, 1]), ("since_id=%0&limit=2", [4, 3]),
        ("max_id=%3&limit=2", [2, 1]), ("min_id=%3", [4]), ("min_id=%4", []),
        ("exclude_replies=true&limit=3", [4, 3, 2]),
    ])
    func anAccountsStatusesArePagedAlike(query: String, expected: [Int]) throws {
        var world = try filled()
        for number in 0...4 {
            _ = world.post("status=post+\(number)", key: "k\(number)", at: Int64(10 + number))
        }
        let me = try world.get("/api/v1/accounts/verify_credentials").status().id
        let path = "/api/v1/accounts/\(me)/statuses"
        let all = Array(world.get(path).ids.reversed())
        #expect(all.count == 5)
        var query = query
        for (number, id) in all.enumerated() { query = query.replacing("%\(number)", with: id) }
        #expect(world.get("\(path)?\(query)").ids == expected.map { all[$0] })
    }

    @Test func linksGoBothWaysAndKeepParameters() throws {
        var world = try filled()
        let link = world.get("/api/v1/notifications?types[]=mention&min_id=4&limit=2").link
        let base = "<http://127.0.0.1/api/v1/notifications?limit=2&"
        #expect(
            link == "\(base)max_id=8&types%5B%5D=mention>; rel=\"next\", "
                + "\(base)min_id=12&types%5B%5D=mention>; rel=\"prev\"")
    }

    @Test func anEmptyPageHasNoLink() throws {
        var world = try filled()
        let answer = world.get("/api/v1/notifications?min_id=20")
        #expect(answer.text == "[]")
        #expect(answer.link == nil)
    }

    @Test func aLateNotificationLandsBelowTheCursor() throws {
        var world = try filled()
        #expect(world.page("min_id=0").first == "20")
        let late = try world.customer("late") { $0.isLate = true }
        #expect(late.notification == 19)
        #expect(world.page("min_id=20").isEmpty)
        #expect(world.page("limit=3") == ["20", "19", "16"])
        let next = try world.customer("on time")
        #expect(next.notification == 24)
    }

    @Test func aBackdatedStatusGetsAnOldID() throws {
        var world = World.make()
        let first = try world.customer("first #tag", at: 10)
        let old = try world.customer("old #tag", at: 20) { $0.createdAt = .after(5) }
        #expect(old.status < first.status)
        #expect(world.get("/api/v1/timelines/tag/tag?min_id=\(first.status)").ids.isEmpty)
        #expect(world.get("/api/v1/timelines/tag/TAG").ids.count == 2)
    }

    @Test func filteredNotificationsNeedAsking() throws {
        var world = World.make()
        _ = try world.customer("hidden") { $0.isFiltered = true }
        #expect(world.page("limit=5").isEmpty)
        #expect(world.page("limit=5&include_filtered=true") == ["4"])
    }
}

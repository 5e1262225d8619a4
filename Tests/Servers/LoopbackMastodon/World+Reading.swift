import NIOCore

/// What clients read.
extension World {
    func error(_ status: Int, _ text: ErrorText) -> Answer {
        .error(status, text.text(options.locale))
    }

    /// Everything but pages.
    mutating func serve(_ request: APIRequest, _ route: Route, viewer: Int, now: Moment) -> Answer {
        switch route {
        case .verifyCredentials: return credentials(of: viewer)
        case .instance: return .json(Instance.version2(options))
        case .instanceV1: return .json(Instance.version1(options))
        case .status(let id): return withVisible(id, viewer) { .json($0.json) }
        case .context(let id): return withVisible(id, viewer) { context(of: $0, viewer: viewer) }
        case .statuses: return list(request, viewer: viewer, now: now)
        case .post: return post(request, author: viewer, now: now)
        case .edit(let id): return edit(id, request, author: viewer, now: now)
        case .delete(let id): return delete(id, author: viewer, now: now)
        case .policy: return .json(policyJSON())
        case .search: return search(request, viewer: viewer)
        case .apps: return register(request)
        case .authorize: return authorize(request)
        case .token: return exchange(request, now: now)
        case .notifications, .tag, .accountStatuses, .conversations:
            return error(404, .recordNotFound)
        }
    }

    func pageQuery(_ request: APIRequest, standard: Int, most: Int) -> PageQuery {
        let limit = request.query.text("limit").flatMap { Int($0) } ?? standard
        return PageQuery(
            minID: request.query.text("min_id").map { Int64($0) ?? 0 },
            sinceID: request.query.text("since_id").map { Int64($0) ?? 0 },
            maxID: request.query.text("max_id").map { Int64($0) ?? 0 },
            limit: min(max(1, limit), most))
    }

    /// The three paged endpoints.
    mutating func read(
        _ page: PageQuery, _ request: APIRequest, _ route: Route, viewer: Int, isShuffled: Bool
    ) -> Answer {
        switch route {
        case .notifications:
            return notifications(page, request, viewer: viewer, isShuffled: isShuffled)
        case .conversations: return conversations(page, request, viewer: viewer)
        case .tag(let tag):
            guard let ids = statuses.ids(tag: tag) else { return error(404, .recordNotFound) }
            return timeline(ids, page, request, viewer: viewer, isShuffled: isShuffled) {
                status, _ in
                status.visibility == .everyone
            }
        case .accountStatuses(let id):
            guard let author = id.flatMap({ accounts.index(id: $0) }) else {
                return error(404, .recordNotFound)
            }
            let skipsReplies = request.query.flag("exclude_replies")
            return timeline(
                statuses.ids(author: author), page, request, viewer: viewer, isShuffled: isShuffled
            ) {
                status, viewer in
                status.isVisible(to: viewer) && !(skipsReplies && status.repliedTo != nil)
            }
        default:
            return error(404, .recordNotFound)
        }
    }
}

extension World {
    private mutating func notifications(
        _ page: PageQuery, _ request: APIRequest, viewer: Int, isShuffled: Bool
    ) -> Answer {
        let types = request.query.list("types")
        let excluded = request.query.list("exclude_types")
        let showsFiltered = request.query.flag("include_filtered")
        let sender = request.query.text("account_id").map {
            Int64($0).flatMap { accounts.index(id: $0) } ?? -1
        }
        let inbox = inboxes[viewer]
        var chosen = page.page(of: inbox.ids) { position in
            let entry = inbox.entries[position]
            return (types.isEmpty || types.contains(entry.type)) && !excluded.contains(entry.type)
                && (showsFiltered || !entry.isFiltered) && (sender == nil || sender == entry.sender)
        }
        guard let newest = chosen.first, let oldest = chosen.last else {
            return .json(Array("[]".utf8))
        }
        inboxes[viewer].noteShown(inbox.ids[newest])
        let link = PageLink(request).header(
            newest: inbox.ids[newest], oldest: inbox.ids[oldest], hasOlder: true)
        if isShuffled { chosen.shuffle(using: &faults.numbers) }
        var body = ByteBuffer()
        body.reserveCapacity(chosen.count * 2500)
        for (number, position) in chosen.enumerated() {
            let entry = inbox.entries[position]
            body.writeString(number == 0 ? "[" : ",")
            body.writeBytes(entry.prefix)
            statuses.appendJSON(of: entry.status) { body.writeBytes($0) }
            body.writeString("}")
        }
        body.writeString("]")
        return Answer(body: body, link: link)
    }

    private mutating func timeline(
        _ ids: [Int64], _ page: PageQuery, _ request: APIRequest, viewer: Int, isShuffled: Bool,
        where include: (Status, Int) -> Bool
    ) -> Answer {
        let statuses = statuses
        var chosen = page.page(of: ids) { position in
            statuses[ids[position]].map { include($0, viewer) } ?? false
        }.map { ids[$0] }
        guard let newest = chosen.first, let oldest = chosen.last else {
            return .json(Array("[]".utf8))
        }
        let isFull = chosen.count == page.limit
        let link = PageLink(request).header(newest: newest, oldest: oldest, hasOlder: isFull)
        if isShuffled { chosen.shuffle(using: &faults.numbers) }
        return Answer(body: array(of: chosen), link: link)
    }

    private func array(of ids: [Int64]) -> ByteBuffer {
        var body = ByteBuffer()
        body.reserveCapacity(2 + ids.count * 2000)
        write(ids, to: &body)
        return body
    }

    func write(_ ids: [Int64], to body: inout ByteBuffer) {
        body.writeString("[")
        for (number, id) in ids.enumerated() {
            if number > 0 { body.writeString(",") }
            statuses.appendJSON(of: id) { body.writeBytes($0) }
        }
        body.writeString("]")
    }

    /// Ids that are gone, or hidden, are left out without a word.
    private mutating func list(_ request: APIRequest, viewer: Int, now: Moment) -> Answer {
        let wanted = request.query.list("id")
        guard wanted.count <= RequestRules.listLimit else {
            violations.note(.tooManyIDs, "\(wanted.count)", request, at: now)
            return error(422, .tooManyIDs)
        }
        var ids: [Int64] = []
        for id in wanted.compactMap({ Int64($0) }) where !ids.contains(id) {
            if statuses[id]?.isVisible(to: viewer) == true { ids.append(id) }
        }
        return Answer(body: array(of: ids))
    }

    private func context(of status: Status, viewer: Int) -> Answer {
        var body = ByteBuffer(string: "{\"ancestors\":")
        write(statuses.ancestors(of: status, viewer: viewer), to: &body)
        body.writeString(",\"descendants\":")
        write(statuses.descendants(of: status, viewer: viewer), to: &body)
        body.writeString("}")
        return Answer(body: body)
    }

    private func credentials(of viewer: Int) -> Answer {
        var writer = JSONWriter()
        writer.raw(Array(accounts[viewer].json.dropLast()))
        writer.raw(",\"source\":{\"privacy\":\"public\",\"sensitive\":false,\"language\":")
        writer.string(options.locale.rawValue)
        writer.raw(",\"note\":\"\",\"fields\":[],\"follow_requests_count\":0}}")
        return .json(writer.bytes)
    }

    private func withVisible(_ id: Int64?, _ viewer: Int, _ answer: (Status) -> Answer) -> Answer {
        guard let status = id.flatMap({ statuses[$0] }), status.isVisible(to: viewer) else {
            return error(404, .recordNotFound)
        }
        return answer(status)
    }
}

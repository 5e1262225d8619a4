/// What clients write.
extension World {
    /// `PostStatusService`: replay, limits, parent, validation, insertion, key, in this order.
    mutating func post(_ request: APIRequest, author: Int, now: Moment) -> Answer {
        let text = request.body.text("status") ?? ""
        if request.idempotencyKey == nil {
            violations.note(.missingIdempotencyKey, "", request, at: now)
        }
        if let replay = replay(request, text: text, author: author, now: now) { return replay }
        let reading = limits.peek(.posting, account: author, now: now)
        if reading.isExceeded {
            return throttled(reading, isPosting: true, viewer: author, now: now)
        }
        var answer = newPost(request, text: text, author: author, now: now)
        answer.reading = answer.reading ?? reading
        return answer
    }

    /// Makes a status and notifies every client that it mentions. Returns those notifications' ids
    /// by account.
    mutating func insert(
        _ draft: Status, type: String = "mention", isLate: Bool = false, isFiltered: Bool = false,
        isSilent: Bool = false, now: Moment
    ) -> (status: Status, notifications: [Int: Int64]) {
        var status = draft
        StatusRenderer.render(&status, accounts: accounts)
        statuses.add(status)
        var notifications: [Int: Int64] = [:]
        for account in status.mentions
        where !isSilent && accounts[account].isClient && account != status.author {
            let id = (isLate ? inboxes[account].freeLateID() : nil) ?? notificationIDs.next()
            notifications[account] = id
            let prefix = notificationPrefix(
                id, type: type, sender: accounts[status.author], now: now)
            inboxes[account].add(
                Notifications.Entry(
                    id: id, type: type, status: status.id, sender: status.author,
                    isFiltered: isFiltered,
                    prefix: prefix))
        }
        return (status, notifications)
    }

    /// Changes a status' text, for clients and customers alike. Raises no notification.
    mutating func edit(_ id: Int64?, _ request: APIRequest, author: Int, now: Moment) -> Answer {
        guard let status = id.flatMap({ statuses[$0] }), status.author == author,
            status.deletedAt == nil
        else {
            return error(404, .recordNotFound)
        }
        if request.bodyIsUnreadable { return error(400, .unreadableBody) }
        let text = request.body.text("status") ?? status.text
        let spoiler = request.body.text("spoiler_text") ?? status.spoiler
        if let refusal = refusal(text: text, spoiler: spoiler) { return refusal }
        statuses.edit(status.id, text: text, spoiler: spoiler, at: now, accounts: accounts)
        return .json(statuses[status.id]?.json ?? [])
    }

    /// Answers with the deleted status and its source text.
    mutating func delete(_ id: Int64?, author: Int, now: Moment) -> Answer {
        guard let status = id.flatMap({ statuses[$0] }), status.author == author,
            status.deletedAt == nil
        else {
            return error(404, .recordNotFound)
        }
        remove(status.id, now: now)
        var writer = JSONWriter()
        writer.raw(Array(status.json.dropLast()))
        writer.raw(",\"text\":")
        writer.string(status.text)
        writer.raw("}")
        return .json(writer.bytes)
    }

    /// Deletes a status; its notifications go with it.
    mutating func remove(_ id: Int64, now: Moment) {
        statuses.delete(id, at: now, accounts: accounts)
        for index in inboxes.indices { inboxes[index].remove(status: id) }
    }
}

extension World {
    private mutating func replay(
        _ request: APIRequest, text: String, author: Int, now: Moment
    ) -> Answer? {
        guard options.honoursIdempotencyKeys, let key = request.idempotencyKey,
            let use = keys.use(of: key, account: author, now: now)
        else { return nil }
        if use.text != text { violations.note(.idempotencyKeyReused, key, request, at: now) }
        guard let status = statuses[use.status], status.deletedAt == nil else {
            return error(404, .recordNotFound)
        }
        requestCounts["POST /api/v1/statuses (replayed)", default: 0] += 1
        var answer = Answer.json(status.json)
        answer.reading = limits.peek(.posting, account: author, now: now)
        return answer
    }

    private mutating func newPost(
        _ request: APIRequest, text: String, author: Int, now: Moment
    ) -> Answer {
        if request.bodyIsUnreadable { return error(400, .unreadableBody) }
        guard statuses.all.count < Statuses.limit else { return error(503, .unavailable) }
        let body = request.body
        let parentID = body.text("in_reply_to_id").flatMap { $0.isEmpty ? nil : $0 }
        let parent = parentID.flatMap { Int64($0) }.flatMap { statuses[$0] }
        if parentID != nil, parent?.isVisible(to: author) != true {
            return error(404, .parentNotFound)
        }
        guard
            let visibility = Visibility(
                rawValue: body.text("visibility") ?? Visibility.everyone.rawValue)
        else {
            violations.note(.wrongParameter, "visibility", request, at: now)
            return error(422, .unknownVisibility)
        }
        let spoiler = body.text("spoiler_text") ?? ""
        if let refusal = refusal(text: text, spoiler: spoiler) { return refusal }
        let draft = Status(
            id: statusIDs.next(at: now), author: author, repliedTo: parent?.id,
            repliedToAccount: parent.flatMap {
                $0.author == author ? $0.repliedToAccount : $0.author
            },
            text: text, spoiler: spoiler, visibility: visibility,
            language: body.text("language") ?? options.locale.rawValue, createdAt: now,
            idempotencyKey: request.idempotencyKey)
        let status = insert(draft, now: now).status
        if let parent { judge(status, under: parent, request, now: now) }
        if let key = request.idempotencyKey {
            keys.remember(key, account: author, status: status.id, text: text, now: now)
        }
        var answer = Answer.json(status.json)
        answer.reading = limits.take(.posting, account: author, now: now)
        return answer
    }

    private func refusal(text: String, spoiler: String) -> Answer? {
        if text.allSatisfy(\.isWhitespace) { return error(422, .blankText) }
        let isTooLong = TextLength.count(text: text, spoiler: spoiler) > options.maxCharacters
        return isTooLong ? error(422, .tooLong(options.maxCharacters)) : nil
    }

    private mutating func judge(
        _ status: Status, under parent: Status, _ request: APIRequest, now: Moment
    ) {
        if parent.author != status.author, !status.mentions.contains(parent.author) {
            violations.note(.missingMention, "@\(accounts[parent.author].acct)", request, at: now)
        }
        if status.visibility < parent.visibility {
            let detail = "\(status.visibility.rawValue) under \(parent.visibility.rawValue)"
            violations.note(.visibilityWidened, detail, request, at: now)
        }
    }

    private func notificationPrefix(_ id: Int64, type: String, sender: Account, now: Moment)
        -> [UInt8]
    {
        var writer = JSONWriter()
        writer.raw("{\"id\":\"\(id)\",\"type\":")
        writer.string(type)
        writer.raw(",\"created_at\":\"\(now.text)\",\"group_key\":\"ungrouped-\(id)\",\"account\":")
        writer.raw(sender.json)
        writer.raw(",\"status\":")
        return writer.bytes
    }
}

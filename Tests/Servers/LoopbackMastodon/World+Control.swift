/// What tests do to the server.
extension World {
    /// The ids of a customer's new status and of the notification for its addressee.
    struct CustomerReceipt: Equatable, Sendable {
        let status: Int64
        let notification: Int64?
    }

    mutating func add(_ post: CustomerPost, now: Moment) throws(ControlError) -> CustomerReceipt {
        guard statuses.all.count < Statuses.limit else { throw .tooMany("statuses") }
        let addressee = post.to ?? options.clients.first?.name ?? ""
        guard let client = accounts.client(named: addressee) else {
            throw .notFound("client account \(addressee)")
        }
        let parent = post.inReplyTo.flatMap { statuses[$0] }
        if let id = post.inReplyTo, parent == nil { throw .notFound("status \(id)") }
        let author = try accounts.customer(
            post.author, displayName: post.authorName, isBot: post.authorIsBot)
        let createdAt = post.createdAt ?? now
        let draft = Status(
            id: statusIDs.next(at: createdAt), author: author, repliedTo: parent?.id,
            repliedToAccount: parent.flatMap {
                $0.author == author ? $0.repliedToAccount : $0.author
            },
            text: post.isUnaddressed ? post.text : mentioning(client, in: post.text),
            spoiler: post.spoilerText, visibility: post.visibility,
            language: post.language, createdAt: createdAt, idempotencyKey: nil,
            media: post.media)
        let made = insert(
            draft, type: post.type, isLate: post.isLate, isFiltered: post.isFiltered,
            isSilent: post.isSilent, now: now)
        return CustomerReceipt(status: made.status.id, notification: made.notifications[client])
    }

    /// Spreads posts over time: they appear when due, as the next request or control call finds.
    mutating func enqueue(
        _ posts: [CustomerPost], perSecond: Double, now: Moment
    ) throws(ControlError) {
        guard pending.count + posts.count <= Statuses.limit else { throw .tooMany("pending posts") }
        let start = max(now, pending.last?.due ?? now)
        for (number, post) in posts.enumerated() {
            let offset = Int64(Double(number + 1) / perSecond * 1_000_000)
            pending.append((Moment(micros: start.micros + offset), post))
        }
    }

    /// Makes the posts whose time has come. One that cannot be made is counted in `failedLoads`.
    mutating func releaseDue(_ now: Moment) {
        while let next = pending.first, next.due <= now {
            pending.removeFirst()
            do {
                _ = try add(next.post, now: next.due)
            } catch {
                failedLoads += 1
            }
        }
    }

    mutating func editCustomerStatus(_ fields: Fields, now: Moment) throws(ControlError) {
        let status = try customerStatus(fields, allowing: ["status", "text", "spoilerText"])
        let text = fields.text("text").map { text in
            // The mention stays, so that the status is still addressed to the same client.
            status.mentions.first { accounts[$0].isClient }.map { mentioning($0, in: text) } ?? text
        }
        statuses.edit(
            status.id, text: text, spoiler: fields.text("spoilerText"), at: now, accounts: accounts)
    }

    mutating func deleteCustomerStatus(_ fields: Fields, now: Moment) throws(ControlError) {
        remove(try customerStatus(fields, allowing: ["status"]).id, now: now)
    }

    /// `{"for_not_following":"drop"}`: what Mastodon's `NotificationPolicy` says from now on.
    mutating func setPolicy(_ fields: Fields) throws(ControlError) {
        for entry in fields.entries {
            guard World.policyGroups.contains(entry.key) else {
                throw .unknownKey(entry.key, known: World.policyGroups)
            }
            guard let word = fields.text(entry.key), ["accept", "filter", "drop"].contains(word)
            else { throw .badValue("\(entry.key) must be accept, filter or drop") }
            policy[entry.key] = word
        }
    }

    /// `{"token":"..."}`: the server refuses it from now on.
    mutating func revoke(_ fields: Fields) throws(ControlError) {
        guard let token = fields.text("token") else { throw .missing("token") }
        guard accounts.revoke(token: token) else { throw .notFound("that token") }
    }

    /// `{"scope":"read"}`: all that the person at the browser grants from now on.
    mutating func limitGrant(_ fields: Fields) throws(ControlError) {
        guard let scope = fields.text("scope") else { throw .missing("scope") }
        signIn.onlyScope = scope
    }

    mutating func setFaults(_ fields: Fields) throws(ControlError) {
        faults = try FaultPlan(fields, keeping: faults.counts)
        lastPages = [:]
    }
}

extension World {
    private func customerStatus(_ fields: Fields, allowing keys: [String]) throws(ControlError)
        -> Status
    {
        for entry in fields.entries where !keys.contains(entry.key) {
            throw .unknownKey(entry.key, known: keys)
        }
        guard let text = fields.text("status") else { throw .missing("status") }
        guard let status = Int64(text).flatMap({ statuses[$0] }), status.deletedAt == nil,
            !accounts[status.author].isClient
        else { throw .notFound("customer status \(text)") }
        return status
    }

    private func mentioning(_ client: Int, in text: String) -> String {
        let isMentioned = EntityScanner(text).entities().contains { entity in
            guard case .mention(let name, let domain) = entity.kind else { return false }
            return accounts.index(name: name, domain: domain) == client
        }
        return isMentioned ? text : "@\(accounts[client].acct) \(text)"
    }
}

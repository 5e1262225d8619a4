import DequeModule
import NIOCore

/// The whole server as a value: no clock, no network. A request and a time go in, an answer comes
/// out.
struct World: Sendable {
    struct PageKey: Hashable, Sendable {
        let account: Int
        let path: String
    }

    struct LastPage: Sendable {
        let body: ByteBuffer
        let link: String?
    }

    let options: ServerOptions
    var accounts: Accounts
    var statuses = Statuses()
    /// One for each client, at the client's account index.
    var inboxes: [Notifications]
    var statusIDs = Snowflakes()
    var notificationIDs = NotificationIDs()
    var keys = IdempotencyKeys()
    var limits: RateLimits
    var watch = ThrottleWatch()
    var faults = FaultPlan()
    var violations = ViolationLog()
    var requestCounts: [String: Int] = [:]
    var lastPages: [PageKey: LastPage] = [:]
    /// Customers' posts that are not due yet, and how many could not be made when they were.
    var pending: Deque<(due: Moment, post: CustomerPost)> = []
    var failedLoads = 0
    var signIn = SignIn()
    var policy: [String: String] = [:]

    init(options: ServerOptions) {
        self.options = options
        accounts = Accounts(options: options)
        inboxes = options.clients.map { _ in Notifications() }
        limits = RateLimits(options: options)
    }

    /// Answers one request of the client API.
    mutating func answer(_ request: APIRequest, now: Moment) -> Answer {
        releaseDue(now)
        guard let route = Route.parse(method: request.method, path: request.path) else {
            requestCounts["unknown", default: 0] += 1
            violations.note(.unknownEndpoint, request.path, request, at: now)
            var answer = error(404, .recordNotFound)
            answer.reading = limits.peek(.general, account: -1, now: now)
            return answer
        }
        requestCounts[route.name, default: 0] += 1
        for violation in RequestRules.violations(of: request, at: route) {
            violations.note(violation.kind, violation.detail, request, at: now)
        }
        let account = request.token.flatMap { accounts.index(token: $0) }
        guard let viewer = account ?? (route.isOpen ? 0 : nil) else {
            violations.note(
                .invalidToken, request.token == nil ? "none" : "unknown", request, at: now)
            var answer = error(401, .invalidToken)
            answer.reading = limits.peek(.general, account: -1, now: now)
            return answer
        }
        if watch.isEarly(viewer, isPosting: route == .post, at: now) {
            violations.note(.requestBeforeReset, "", request, at: now)
        }
        return faults.isQuiet
            ? limitedAnswer(request, route, viewer: viewer, isShuffled: false, now: now)
            : faultyAnswer(request, route, viewer: viewer, now: now)
    }
}

extension World {
    private mutating func faultyAnswer(
        _ request: APIRequest, _ route: Route, viewer: Int, now: Moment
    ) -> Answer {
        let fault = faults.draw(method: request.method, path: request.path)
        let delay = faults.drawDelay(method: request.method, path: request.path)
        var answer = answer(request, route, viewer: viewer, fault: fault, now: now)
        answer.delayMilliseconds = delay
        return answer
    }

    private mutating func answer(
        _ request: APIRequest, _ route: Route, viewer: Int, fault: Fault?, now: Moment
    ) -> Answer {
        let key = PageKey(account: viewer, path: request.path)
        switch fault {
        case .dropBeforeActing:
            faults.count(.dropBeforeActing)
            return Answer(delivery: .lost)
        case .status5xx:
            faults.count(.status5xx)
            return unavailable(now: now, viewer: viewer)
        case .status429:
            faults.count(.status429)
            return injectedThrottle(isPosting: route == .post, viewer: viewer, now: now)
        case .repeatPage:
            if route.pageLimits != nil, let last = lastPages[key] {
                faults.count(.repeatPage)
                let reading = limits.peek(.general, account: viewer, now: now)
                return Answer(body: last.body, link: last.link, reading: reading)
            }
        default: break
        }
        let isShuffled = fault == .reorderPage && route.pageLimits != nil
        var answer = limitedAnswer(request, route, viewer: viewer, isShuffled: isShuffled, now: now)
        if route.pageLimits != nil, answer.status == 200, answer.link != nil {
            lastPages[key] = LastPage(body: answer.body, link: answer.link)
        }
        guard let fault else { return answer }
        switch fault {
        case .loseAnswerAfterActing: answer.delivery = .lost
        case .cutBody: answer.delivery = .cut
        case .status5xxAfterActing: answer = unavailable(now: now, viewer: viewer)
        case .reorderPage where isShuffled && answer.link != nil: break
        default: return answer
        }
        faults.count(fault)
        return answer
    }

    private mutating func unavailable(now: Moment, viewer: Int) -> Answer {
        let status = [500, 502, 503, 504].randomElement(using: &faults.numbers) ?? 503
        var answer = error(status, .unavailable)
        answer.reading = limits.peek(.general, account: viewer, now: now)
        return answer
    }

    private mutating func injectedThrottle(isPosting: Bool, viewer: Int, now: Moment) -> Answer {
        let bucket: RateLimits.Bucket = isPosting ? .posting : .general
        var reading = limits.peek(bucket, account: viewer, now: now)
        reading.remaining = 0
        reading.reset = now.adding(milliseconds: faults.resetAfterMilliseconds)
        return throttled(reading, isPosting: isPosting, viewer: viewer, now: now)
    }

    /// Counts the request against its limits, then serves it or refuses it with 429.
    private mutating func limitedAnswer(
        _ request: APIRequest, _ route: Route, viewer: Int, isShuffled: Bool, now: Moment
    ) -> Answer {
        var nearest = limits.take(.general, account: viewer, now: now)
        let page = route.pageLimits.map { pageQuery(request, standard: $0.standard, most: $0.most) }
        if page?.carriesCursor == true {
            let reading = limits.take(.paging, account: viewer, now: now)
            if reading.isExceeded || reading.remaining < nearest.remaining { nearest = reading }
        }
        if case .delete = route {
            let reading = limits.take(.deleting, account: viewer, now: now)
            if reading.isExceeded || reading.remaining < nearest.remaining { nearest = reading }
        }
        if nearest.isExceeded {
            return throttled(nearest, isPosting: route == .post, viewer: viewer, now: now)
        }
        var answer =
            if let page {
                read(page, request, route, viewer: viewer, isShuffled: isShuffled)
            } else {
                serve(request, route, viewer: viewer, now: now)
            }
        answer.reading = answer.reading ?? nearest
        return answer
    }

    /// 429 with the exceeded limit's headers, and no `Retry-After`.
    mutating func throttled(
        _ reading: RateLimits.Reading, isPosting: Bool, viewer: Int, now: Moment
    ) -> Answer {
        watch.told(viewer, isPosting: isPosting, at: now, until: reading.reset)
        var answer = error(429, .throttled)
        answer.reading = reading
        return answer
    }
}

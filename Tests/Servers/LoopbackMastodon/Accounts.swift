/// All accounts, found by index, by `acct` or by token.
struct Accounts: Sendable {
    /// Customers are made on first sight; a test that invents more than this is wrong.
    static let limit = 1_000_000
    private static let firstID: Int64 = 109_000_000_000_000_001

    private(set) var all: [Account] = []
    private var indexByAcct: [String: Int] = [:]
    private var indexByID: [Int64: Int] = [:]
    private var indexByToken: [String: Int] = [:]

    init(options: ServerOptions) {
        for client in options.clients {
            let account = add(
                acct: client.name, displayName: client.name, isBot: options.clientsAreBots,
                isClient: true)
            indexByToken[client.token] = account
        }
    }

    subscript(index: Int) -> Account { all[index] }

    func index(token: String) -> Int? { indexByToken[token] }

    mutating func grant(token: String, to account: Int) { indexByToken[token] = account }

    /// False when nobody has it.
    mutating func revoke(token: String) -> Bool { indexByToken.removeValue(forKey: token) != nil }
    func index(id: Int64) -> Int? { indexByID[id] }

    /// Finds `@name@domain` as written in a text; the local domain may be spelled out.
    func index(name: String, domain: String?) -> Int? {
        let name = name.lowercased()
        guard let domain, domain != Account.localDomain else { return indexByAcct[name] }
        return indexByAcct["\(name)@\(domain)"]
    }

    func client(named name: String) -> Int? {
        indexByAcct[name.lowercased()].flatMap { all[$0].isClient ? $0 : nil }
    }

    /// The customer with this name, made when new; the first sight decides its bot flag and
    /// display name.
    mutating func customer(_ acct: String, displayName: String?, isBot: Bool) throws(ControlError)
        -> Int
    {
        if let known = indexByAcct[acct.lowercased()] { return known }
        let parts = acct.split(separator: "@", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }), !acct.contains(" ")
        else {
            throw .badValue("author must be name or name@domain, not \"\(acct)\"")
        }
        guard all.count < Accounts.limit else { throw .tooMany("accounts") }
        return add(
            acct: acct, displayName: displayName ?? String(parts[0]), isBot: isBot, isClient: false)
    }

    private mutating func add(acct: String, displayName: String, isBot: Bool, isClient: Bool) -> Int
    {
        let index = all.count
        let id = Accounts.firstID + Int64(index)
        all.append(
            Account(id: id, acct: acct, displayName: displayName, isBot: isBot, isClient: isClient))
        indexByAcct[acct.lowercased()] = index
        indexByID[id] = index
        return index
    }
}

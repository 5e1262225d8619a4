/// Finds entities as Mastodon's `Extractor` does, in one pass. Simpler in one place: any dotted
/// host that ends in two letters counts as a link's host, where Mastodon asks a list of top-level
/// domains.
struct EntityScanner {
    private let bytes: [UInt8]

    init(_ text: String) { bytes = Array(text.utf8) }

    func entities() -> [TextEntity] {
        var found: [TextEntity] = []
        var position = 0
        while position < bytes.count {
            if let entity = entity(at: position) {
                found.append(entity)
                position = entity.range.upperBound
            } else {
                position += 1
            }
        }
        return found
    }
}

extension EntityScanner {
    private func entity(at position: Int) -> TextEntity? {
        switch bytes[position] {
        case UInt8(ascii: "h"), UInt8(ascii: "H"): link(at: position)
        case UInt8(ascii: "@"): mention(at: position)
        case UInt8(ascii: "#"): hashtag(at: position)
        default: nil
        }
    }

    private func link(at start: Int) -> TextEntity? {
        if start > 0, bytes[start - 1].isWord || [0x40, 0x23, 0x24].contains(bytes[start - 1]) {
            return nil
        }
        guard let hostStart = afterScheme(start) else { return nil }
        var hostEnd = run(from: hostStart) { $0.isWord || $0 >= 0x80 || $0 == 0x2D || $0 == 0x2E }
        while hostEnd > hostStart, bytes[hostEnd - 1] == 0x2E { hostEnd -= 1 }
        guard let lastDot = bytes[hostStart..<hostEnd].lastIndex(of: 0x2E), lastDot > hostStart,
            hostEnd - lastDot > 2, bytes[(lastDot + 1)..<hostEnd].allSatisfy({ $0.isLetter })
        else { return nil }
        var end = hostEnd
        if byte(end) == 0x3A {
            let portEnd = run(from: end + 1) { $0.isDigit }
            if portEnd > end + 1 { end = portEnd }
        }
        if let next = byte(end), [0x2F, 0x3F, 0x23].contains(next) { end = pathEnd(from: end) }
        return TextEntity(kind: .link, range: start..<end)
    }

    private func afterScheme(_ start: Int) -> Int? {
        for scheme in ["https://", "http://"] {
            let end = start + scheme.utf8.count
            if end < bytes.count,
                bytes[start..<end].elementsEqual(scheme.utf8, by: { $0 | 0x20 == $1 | 0x20 })
            {
                return end
            }
        }
        return nil
    }

    private func pathEnd(from start: Int) -> Int {
        var end = run(from: start) {
            $0 > 0x20 && $0 != 0x3C && $0 != 0x3E && $0 != 0x22 && $0 != 0x7F
        }
        while end > start + 1 {
            let last = bytes[end - 1]
            let path = bytes[start..<end]
            let unbalanced = last == 0x29 && path.count { $0 == 0x29 } > path.count { $0 == 0x28 }
            guard unbalanced || Array(".,;:!?'*".utf8).contains(last) else { break }
            end -= 1
        }
        return end
    }

    /// `MENTION_RE` of Mastodon's `account.rb`: a name, and perhaps a domain.
    private func mention(at start: Int) -> TextEntity? {
        if start > 0, bytes[start - 1].isWord || bytes[start - 1] >= 0x80 { return nil }
        if start > 0, [0x3D, 0x2F, 0x40].contains(bytes[start - 1]) { return nil }
        let nameEnd = nameRun(from: start + 1, allowWide: false)
        guard nameEnd > start + 1 else { return nil }
        var end = nameEnd
        var domain: String?
        if byte(nameEnd) == 0x40 {
            let domainEnd = nameRun(from: nameEnd + 1, allowWide: true)
            if domainEnd > nameEnd + 2 {
                domain = text(nameEnd + 1, domainEnd).lowercased()
                end = domainEnd
            }
        }
        return TextEntity(
            kind: .mention(name: text(start + 1, nameEnd), domain: domain), range: start..<end)
    }

    private func nameRun(from start: Int, allowWide: Bool) -> Int {
        var end = run(from: start) {
            $0.isWord || $0 == 0x2E || $0 == 0x2D || (allowWide && $0 >= 0x80)
        }
        while end > start, bytes[end - 1] == 0x2E || bytes[end - 1] == 0x2D { end -= 1 }
        // A name starts with a letter, digit or underscore.
        return end > start && (bytes[start] == 0x2E || bytes[start] == 0x2D) ? start : end
    }

    private func hashtag(at start: Int) -> TextEntity? {
        if start > 0, bytes[start - 1].isWord || bytes[start - 1] >= 0x80 { return nil }
        if start > 0, [0x3D, 0x2F, 0x29, 0x26].contains(bytes[start - 1]) { return nil }
        let end = run(from: start + 1) { $0.isWord || $0 >= 0x80 }
        guard bytes[(start + 1)..<end].contains(where: { !$0.isDigit }) else { return nil }
        return TextEntity(kind: .hashtag(text(start + 1, end)), range: start..<end)
    }

    private func byte(_ position: Int) -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private func run(from start: Int, while matches: (UInt8) -> Bool) -> Int {
        var end = start
        while end < bytes.count, matches(bytes[end]) { end += 1 }
        return end
    }

    private func text(_ start: Int, _ end: Int) -> String {
        String(decoding: bytes[start..<end], as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    fileprivate var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
    fileprivate var isWord: Bool { isDigit || isLetter || self == 0x5F }
}

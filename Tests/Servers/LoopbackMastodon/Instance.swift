/// What the server tells about itself.
enum Instance {
    static let version = "4.6.4"

    static func version2(_ options: ServerOptions) -> [UInt8] {
        var writer = JSONWriter()
        writer.raw(
            "{\"domain\":\"\(Account.localDomain)\",\"title\":\"Loopback\""
                + ",\"version\":\"\(version)\""
        )
        writer.raw(",\"source_url\":\"https://github.com/mastodon/mastodon\",\"description\":\"\"")
        writer.raw(
            ",\"usage\":{\"users\":{\"active_month\":1}}"
                + ",\"languages\":[\"\(options.locale.rawValue)\"]"
        )
        writer.raw(",\"configuration\":")
        writer.raw(configuration(options))
        writer.raw(",\"registrations\":{\"enabled\":false,\"approval_required\":false}")
        writer.raw(",\"api_versions\":{\"mastodon\":9},\"rules\":[]}")
        return writer.bytes
    }

    static func version1(_ options: ServerOptions) -> [UInt8] {
        var writer = JSONWriter()
        writer.raw(
            "{\"uri\":\"\(Account.localDomain)\",\"title\":\"Loopback\",\"version\":\"\(version)\"")
        writer.raw(",\"short_description\":\"\",\"description\":\"\",\"email\":\"\"")
        writer.raw(",\"stats\":{\"user_count\":1,\"status_count\":1,\"domain_count\":1}")
        writer.raw(
            ",\"languages\":[\"\(options.locale.rawValue)\"],\"registrations\":false"
                + ",\"configuration\":"
        )
        writer.raw(configuration(options))
        writer.raw(",\"rules\":[]}")
        return writer.bytes
    }

    private static func configuration(_ options: ServerOptions) -> String {
        """
        {"accounts":{"max_featured_tags":10,"max_pinned_statuses":5},\
        "statuses":{"max_characters":\(options.maxCharacters),"max_media_attachments":4,\
        "characters_reserved_per_url":\(TextLength.charactersPerLink)},\
        "media_attachments":{"supported_mime_types":[]},"translation":{"enabled":false}}
        """
    }
}

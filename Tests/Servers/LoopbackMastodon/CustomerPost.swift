/// What a test lets a customer write: the body of `POST /_control/customers/post`, or a line of
/// `/load`.
struct CustomerPost: Sendable {
    static let keys = [
        "author", "authorBot", "authorName", "text", "visibility", "language", "inReplyTo",
        "createdAt", "late",
        "to", "spoilerText", "type", "filtered", "silent", "unaddressed", "media[]",
    ]

    var author: String
    var authorIsBot = false
    var authorName: String?
    var text: String
    var visibility = Visibility.everyone
    var language: String? = "en"
    var inReplyTo: Int64?
    /// Nil is the time of insertion.
    var createdAt: Moment?
    /// The notification gets an id below ones already shown.
    var isLate = false
    /// A client's name; nil is the first. Its mention is put in front of the text when missing.
    var to: String?
    var spoilerText = ""
    /// The notification's type.
    var type = "mention"
    /// Hidden unless `include_filtered=true`.
    var isFiltered = false
    /// Raises no notification, as some servers do for private mentions.
    var isSilent = false
    /// Mentions no client account.
    var isUnaddressed = false
    /// Alt texts of attached pictures; an empty one is a picture without.
    var media: [String] = []
}

extension CustomerPost {
    init(_ fields: Fields) throws(ControlError) {
        for entry in fields.entries where !CustomerPost.keys.contains(entry.key) {
            throw .unknownKey(entry.key, known: CustomerPost.keys)
        }
        guard let author = fields.text("author") else { throw .missing("author") }
        guard let text = fields.text("text") else { throw .missing("text") }
        self.init(author: author, text: text)
        authorIsBot = fields.flag("authorBot")
        authorName = fields.text("authorName")
        isLate = fields.flag("late")
        isFiltered = fields.flag("filtered")
        isSilent = fields.flag("silent")
        isUnaddressed = fields.flag("unaddressed")
        media = fields.list("media")
        to = fields.text("to")
        spoilerText = fields.text("spoilerText") ?? ""
        type = fields.text("type") ?? type
        if let value = fields["language"] {
            language = value == .null ? nil : fields.text("language")
        }
        if let value = fields.text("visibility") {
            guard let visibility = Visibility(rawValue: value) else {
                throw .badValue("visibility \"\(value)\"")
            }
            self.visibility = visibility
        }
        if let value = fields.text("inReplyTo") {
            guard let id = Int64(value) else { throw .badValue("inReplyTo \"\(value)\"") }
            inReplyTo = id
        }
        if let value = fields.text("createdAt") {
            guard let time = Moment.parse(value) else {
                throw .badValue("createdAt \"\(value)\" is not ISO 8601")
            }
            createdAt = time
        }
    }
}

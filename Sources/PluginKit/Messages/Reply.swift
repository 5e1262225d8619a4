/// A text that goes out, once, in answer to one message.
public struct Reply: Sendable, Hashable {
  /// At most one automatic reply of each kind per message and cycle (P3).
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    case answer, acknowledgement, holdingStatement
    /// A person wrote it, as often as they like.
    case human
  }

  /// Body and key never change after the first attempt.
  public var key: String
  public var kind: Kind
  public var text: String
  public var language: String?
  public var visibility: Visibility
  /// The message replied to.
  public var parent: Message

  public init(
    key: String, kind: Kind, text: String, language: String? = nil, visibility: Visibility,
    parent: Message
  ) {
    self.key = key
    self.kind = kind
    self.text = text
    self.language = language
    self.visibility = visibility
    self.parent = parent
  }

  /// What a stage wants to say, before the guide has seen it.
  public struct Draft: Sendable, Hashable, Codable {
    public var text: String
    public var language: String?
    /// Names where the text comes from (`courses:complaint#2`, `faq:late-order`): for reports,
    /// and so that an author does not read the same variant twice.
    public var template: String?
    /// Whether a person has to agree first, whatever the mode says.
    public var isSuggestion: Bool

    public init(
      text: String, language: String? = nil, template: String? = nil, isSuggestion: Bool = false
    ) {
      self.text = text
      self.language = language
      self.template = template
      self.isSuggestion = isSuggestion
    }
  }
}

/// Proof that a reply is out.
public struct Receipt: Sendable, Hashable, Codable {
  /// The platform's id of our post.
  public var remote: String
  public var url: String?

  public init(remote: String, url: String? = nil) {
    self.remote = remote
    self.url = url
  }
}

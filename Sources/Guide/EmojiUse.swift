/// Whether replies may have emoji.
public enum EmojiUse: String, Sendable, Hashable, CaseIterable {
  case allowed, none
}

/// A value that never reaches logs, pages, metrics or JSON: it has no other way out than `reveal`.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let value: String
  public init(_ value: String) { self.value = value }
  /// The value itself: pass it straight to what needs it.
  public func reveal() -> String { value }
  public var description: String { "<secret>" }
  public var debugDescription: String { "<secret>" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

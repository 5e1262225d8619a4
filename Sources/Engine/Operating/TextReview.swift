public import PluginKit

/// The guide's word on what people write, before it is stored: whoever wrote it reads at once what
/// is refused. It is asked again when the text goes out.
public struct TextReview: Sendable {
  private let vetting: any Vetting
  private let connectors: [String: ConnectorUnit]

  public init(_ vetting: any Vetting, connectors: [ConnectorUnit]) {
    self.vetting = vetting
    self.connectors = Dictionary(
      connectors.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Of the config in force.
  init(_ planner: Planner) {
    vetting = planner.vetting
    connectors = planner.connectors
  }

  /// Those that the config names.
  var connectorIDs: some Collection<String> { connectors.keys }

  /// Why the platform takes no reply of a person's to this message; nil: it takes one. Whether it
  /// is too late depends on what the author wrote since, and is asked when the reply goes out.
  public func refusal(of message: Message) -> String? {
    guard let traits = connectors[message.id.connector]?.connector.traits else { return nil }
    return Eligibility(of: message, traits.eligibility)
      .refusal(of: .person, now: message.createdAt)
  }

  /// The words that may go out.
  public func words(of reply: Reply) throws(OperatorDesk.Refusal) -> String {
    let traits = try traits(for: reply)
    if reply.kind == .human, let refusal = refusal(of: reply.parent) {
      throw .init("the platform takes no reply from here: \(refusal)")
    }
    switch vetting.vet(reply, limits: traits) {
    case .pass: return reply.text
    case .rewrite(let text): return text
    case .refuse(let reason): throw .init("the guide refuses this text: \(reason)")
    }
  }

  /// The same for words that are still being written.
  public func preview(of reply: Reply) throws(OperatorDesk.Refusal) -> TextPreview {
    let traits = try traits(for: reply)
    var text = reply.text
    var refusal = reply.kind == .human ? refusal(of: reply.parent) : nil
    switch vetting.vet(reply, limits: traits) {
    case .pass: break
    case .rewrite(let words): text = words
    case .refuse(let reason): refusal = refusal ?? reason
    }
    return TextPreview(
      text: text, refusal: refusal, length: traits.length(text), limit: traits.maxLength)
  }

  private func traits(for reply: Reply) throws(OperatorDesk.Refusal) -> ConnectorTraits {
    let id = reply.parent.id.connector
    guard let unit = connectors[id], unit.mode != .off else {
      throw .init("connector \(id) is off, or not configured any more")
    }
    return unit.connector.traits
  }
}

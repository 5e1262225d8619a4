import Foundation
public import PluginKit
import TextAnalysis

/// The brand's guide at work: vets every outgoing text, whoever wrote it.
///
/// It refuses what may not go out, with every rule broken in the reason, and otherwise completes
/// the text with sign-off and disclosure. It is idempotent: what it rewrote passes, so it can run
/// at decision time and again before the post. Time is linear in the text.
public struct BrandGuide: Vetting {
  private let settings: GuideSettings
  private let phrases: PhraseRules
  private let links: LinkRule

  /// The default is the guide as shipped.
  public init(_ settings: GuideSettings = GuideSettings()) throws(GuideFailure) {
    self.settings = settings
    phrases = try PhraseRules(settings.forbidden)
    links = LinkRule(allowedHosts: settings.allowedLinkHosts)
    let lines = settings.signOff.all + (settings.disclose ? settings.disclosure.text.all : [])
    for line in lines {
      let reasons = violations(in: line.text, authorHandle: "")
      if let first = reasons.first {
        throw .refusedClosing(String(line.text.prefix(80)), reason: first)
      }
    }
  }

  public func vet(_ reply: Reply, limits: ConnectorTraits) -> Verdict {
    guard reply.text.utf8.count <= NormalizedText.inputLimit else {
      let limit = NormalizedText.inputLimit
      return .refuse(reason: "longer than the \(limit) bytes that can be vetted")
    }
    let closing = closing(of: reply)
    let body = closing.body(of: plain(reply.text))
    let text = closing.append(to: body)
    var reasons = Self.isEmpty(body) ? ["the text is empty"] : []
    reasons += languageViolation(reply.language).map { [$0] } ?? []
    reasons += violations(in: text, authorHandle: reply.parent.author.handle)
    reasons += lengthViolation(text, closing, limits).map { [$0] } ?? []
    guard reasons.isEmpty else { return .refuse(reason: reasons.joined(separator: "; ")) }
    return text == reply.text ? .pass : .rewrite(text)
  }
}

extension BrandGuide {
  private func closing(of reply: Reply) -> Closing {
    let language = reply.language ?? settings.languages.first ?? "en"
    let saysMachine = settings.disclose && reply.kind != .human
    let disclosure = saysMachine ? settings.disclosure.line(in: language) : nil
    return Closing(
      signOff: settings.signOff[language].map(plain), disclosure: disclosure.map(plain))
  }

  private func plain(_ text: String) -> String {
    settings.emoji == .none ? Emoji.removed(text) : text
  }

  private func violations(in text: String, authorHandle: String) -> [String] {
    let scalars = FoldedScalars.of(text)
    let found = LinkScanner.links(in: scalars)
    return HiddenCharacters.violations(in: text) + phrases.violations(in: text)
      + links.violations(in: found) + PlaceholderScanner.violations(in: scalars)
      + MentionScanner.violations(in: scalars, authorHandle: authorHandle, links: found)
  }

  /// A reply without a language is taken to be in the brand's first one.
  private func languageViolation(_ language: String?) -> String? {
    guard let language = language?.lowercased(), !settings.languages.isEmpty else { return nil }
    let isAnswered = settings.languages.contains {
      language == $0.lowercased() || language.hasPrefix($0.lowercased() + "-")
    }
    return isAnswered
      ? nil
      : "the brand does not answer in \"\(language.prefix(20))\", only in "
        + settings.languages.joined(separator: ", ")
  }

  private func lengthViolation(_ text: String, _ closing: Closing, _ limits: ConnectorTraits)
    -> String?
  {
    let limit = min(limits.maxLength, settings.maxLength ?? limits.maxLength)
    let length = limits.length(text)
    guard length > limit else { return nil }
    if limits.length(closing.append(to: "")) >= limit {
      return "the limit of \(limit) leaves no room beside the sign-off and disclosure"
    }
    return "\(length) long with sign-off and disclosure, the limit is \(limit)"
  }

  private static func isEmpty(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy {
      $0.properties.isWhitespace || $0.properties.isDefaultIgnorableCodePoint
    }
  }
}

public import PluginKit

extension Message {
  /// The language to answer in: the declared one, else the language stage's when it is sure, else
  /// nil. In lower case; the code `und` (BCP 47: undetermined) declares nothing.
  public func answerLanguage(_ findings: Findings) -> String? {
    if let declared = language?.lowercased(), !declared.isEmpty, declared != "und" {
      return declared
    }
    guard let confidence = findings.number("confidence", of: "language"),
      confidence >= detectedLanguageConfidence
    else { return nil }
    return findings["language"]?.value["code"]?.string?.lowercased()
  }
}

/// Below this, a detected language is a guess and not used.
let detectedLanguageConfidence = 0.8

/// The primary subtag of a BCP 47 code: `pt` of `pt-BR`.
public func primaryLanguage(_ code: String) -> String {
  code.prefix { $0 != "-" && $0 != "_" }.lowercased()
}

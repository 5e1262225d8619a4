import Foundation
import Markup
import PluginKit

/// What a mail's parts say and bring: the text that people see, with its quotes, and what is
/// attached.
struct BodyReader {
  /// One text in the order of the mail.
  private struct Passage {
    var text: String
    var isHTML = false
  }

  /// Pictures in a page smaller than this, encoded, are taken for logos; a pasted screenshot is
  /// larger.
  private static let logoBytes = 32 << 10
  /// Programs put such a text beside the page for those who cannot see it.
  private static let maxStub = 300

  private let tree: MailTree
  private let limits: MailLimits
  private(set) var notes: Set<MailNote>
  private(set) var media: [Medium] = []
  private(set) var isEncrypted = false
  private(set) var text = ""
  /// Of a mail that is attached as a whole, in case the sender wrote nothing himself.
  private(set) var forwarded: [String] = []

  init(_ tree: MailTree, limits: MailLimits) {
    self.tree = tree
    self.limits = limits
    notes = tree.notes
    guard !tree.parts.isEmpty else { return }
    text = Self.joined(read(0))
    if text.isBlank { text = forwarded.joined(separator: "\n\n") }
    if text.drop(while: \.isWhitespace).hasPrefix("-----BEGIN PGP MESSAGE-----") {
      isEncrypted = true
      text = ""
    }
  }

  private static func joined(_ passages: [Passage]) -> String {
    passages.map(\.text).filter { !$0.isBlank }.joined(separator: "\n")
  }

  private mutating func read(_ index: Int) -> [Passage] {
    let part = tree.parts[index]
    switch part.type {
    case "multipart/alternative": return alternative(part)
    case "multipart/encrypted":
      isEncrypted = true
      return []
    case "multipart/signed", "multipart/report": return part.children.first.map { read($0) } ?? []
    case "multipart/related": return related(part)
    case let type where type.hasPrefix("multipart/"): return part.children.flatMap { read($0) }
    case "message/rfc822", "message/global":
      attachMail(part)
      return []
    case "application/pkcs7-mime", "application/x-pkcs7-mime":
      // Also what is only signed is packed up in it: nothing here opens it. Signed documents have
      // this type too, but a name of their own.
      guard part.depth == 0 || part.fileName?.lowercased() == "smime.p7m" else { return leaf(part) }
      isEncrypted = true
      return []
    case "application/pgp-signature", "application/pkcs7-signature",
      "application/x-pkcs7-signature", "application/pgp-keys":
      return []
    default: return leaf(part)
    }
  }

  /// Of the forms of one text (RFC 2046, 5.1.4) the plain one, unless it only says that there is
  /// another.
  private mutating func alternative(_ part: MailPart) -> [Passage] {
    let forms = part.children.map { read($0) }
    let plain = forms.first { form in !Self.isBlank(form) && !form.contains(where: \.isHTML) }
    let html = forms.first { form in !Self.isBlank(form) && form.contains(where: \.isHTML) }
    if let plain, let html {
      let text = Self.joined(plain)
      return text.utf8.count <= Self.maxStub && text.lowercased().contains("html") ? html : plain
    }
    return plain ?? html ?? []
  }

  private static func isBlank(_ form: [Passage]) -> Bool { form.allSatisfy(\.text.isBlank) }

  /// A page and what it shows: only large pictures count as attached.
  private mutating func related(_ part: MailPart) -> [Passage] {
    var passages: [Passage] = []
    for index in part.children {
      let child = tree.parts[index]
      let isLogo =
        child.type.hasPrefix("image/") && child.disposition.value != "attachment"
        && child.content.count < Self.logoBytes
      if !isLogo { passages += read(index) }
    }
    return passages
  }

  private mutating func leaf(_ part: MailPart) -> [Passage] {
    guard part.isText, part.disposition.value != "attachment" else {
      attach(part)
      return []
    }
    switch part.type {
    case "text/html": return [Passage(text: html(part), isHTML: true)]
    case "text/plain" where part.fileName == nil || part.disposition.value == "inline":
      return [Passage(text: plain(part))]
    case "text/enriched", "text/richtext": return [Passage(text: plain(part))]
    default:
      attach(part)
      return []
    }
  }

  private mutating func plain(_ part: MailPart) -> String {
    let text = PlainText.lines(content(part))
    guard part.parameters["format"]?.lowercased() == "flowed" else {
      return text.joined(separator: "\n")
    }
    let dropsSpace = part.parameters["delsp"]?.lowercased() == "yes"
    return FlowedText.unfolded(text, dropsSpace: dropsSpace).joined(separator: "\n")
  }

  private mutating func html(_ part: MailPart) -> String {
    HTMLText.quoting(content(part))
  }

  private mutating func content(_ part: MailPart) -> String {
    // No charset needs more than four bytes for what is one in UTF-8.
    let text = tree.text(part, maxBytes: 4 * limits.maxTextBytes, notes: &notes)
    guard text.utf8.count > limits.maxTextBytes else { return text }
    notes.insert(.tooLong)
    return String(decoding: text.utf8.prefix(limits.maxTextBytes), as: UTF8.self)
  }

  private mutating func attach(_ part: MailPart) {
    guard media.count < limits.maxMedia else { return }
    media.append(Medium(part))
  }

  private mutating func attachMail(_ part: MailPart) {
    let inner = part.children.first.map { tree.parts[$0] }
    let subject = inner?.fields.text("subject", notes: &notes)
    let outer = media.count
    if let child = part.children.first, part.depth < limits.maxDepth {
      let text = Self.joined(read(child))
      if !text.isBlank { forwarded.append([subject ?? "", text].joined(separator: "\n\n")) }
    }
    // What is attached to the attached mail is within it.
    media.removeLast(media.count - outer)
    guard media.count < limits.maxMedia else { return }
    media.append(Medium(kind: .other, description: part.fileName ?? subject ?? "a mail"))
  }
}

extension Medium {
  private static let kinds: [String: Kind] = [
    "jpg": .image, "jpeg": .image, "png": .image, "gif": .image, "heic": .image, "webp": .image,
    "mp4": .video, "mov": .video, "m4a": .audio, "mp3": .audio, "wav": .audio,
  ]

  /// By type, or, where the type says nothing, by the file's name.
  fileprivate init(_ part: MailPart) {
    let name = part.fileName
    let end = name?.split(separator: ".").last.map { $0.lowercased() } ?? ""
    switch part.type.prefix(while: { $0 != "/" }) {
    case "image": self.init(kind: .image, description: name)
    case "video": self.init(kind: .video, description: name)
    case "audio": self.init(kind: .audio, description: name)
    default:
      self.init(
        kind: Self.kinds[end] ?? .other, description: name ?? Self.description(of: part.type))
    }
  }

  private static func description(of type: String) -> String? {
    switch type {
    case "text/calendar": "an invitation"
    case "text/vcard", "text/x-vcard", "text/directory": "a contact card"
    default: nil
    }
  }
}

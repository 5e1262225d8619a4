import Foundation
import PluginTesting
import Testing

@testable import Console
@testable import Engine

/// What every page of the console is held to.
@Suite struct PagesTests {
  private static var folder: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/ConsoleAssets/files")
  }

  @Test func everyFileOfTheFolderIsInTheBinary() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(Set(names) == Set(Assets.all.keys))
    for name in names {
      let bytes = try Data(contentsOf: Self.folder.appending(path: name))
      #expect(Assets.all[name] == Array(bytes), "\(name)")
    }
  }

  @Test func styleAndScriptAreServedByTheirHash() throws {
    for (path, type) in [
      (Assets.cssPath, "text/css; charset=utf-8"),
      (Assets.jsPath, "text/javascript; charset=utf-8"),
      (Assets.iconPath, "image/svg+xml"),
    ] {
      #expect(path.hasPrefix("/assets/"))
      let file = try #require(Assets.file(String(path.dropFirst("/assets/".count))))
      #expect(file.contentType == type)
      #expect(!file.bytes.isEmpty)
    }
    #expect(Assets.file("console.css") == nil)
    #expect(Assets.file("inbox.mustache") == nil)
    #expect((Assets.all["console.js"] ?? []).count < 13 << 10)
  }

  @Test func styleAndScriptFetchNothingFromElsewhere() throws {
    for name in ["console.css", "console.js", "icon.svg"] {
      let text = String(decoding: Assets.all[name] ?? [], as: UTF8.self)
        .replacing("http://www.w3.org/2000/svg", with: "")
      for word in ["//", "@import", "url(", "eval(", "innerHTML", "insertAdjacentHTML"]
      where word != "//" || name != "console.js" {
        #expect(!text.contains(word), "\(name): \(word)")
      }
      #expect(!text.contains("http:") && !text.contains("https:"), "\(name)")
    }
  }

  @Test func aBrokenTemplateIsFoundAtTheStart() {
    #expect(throws: Pages.BrokenTemplate.self) { try Pages(["x": "{{#a}}"]) }
    #expect(throws: Pages.BrokenTemplate.self) { try Pages(["x": "{{a"]) }
  }

  @Test(arguments: ["{{{a}}}", "{{&a}}", "{{=<% %>=}}", "{{%CONTENT_TYPE:TEXT}}", "{{*a}}"])
  func noTemplateMayPassByTheEscaping(_ tag: String) {
    #expect(throws: Pages.BrokenTemplate.self) { try Pages(["x": "<p>\(tag)</p>"]) }
  }

  @Test func everyTemplateIsUsedAndRendersWhole() throws {
    let pages = try PageFixtures().pages()
    for (name, html) in pages {
      #expect(!html.isEmpty, "\(name)")
      #expect(!html.replacing("{{name}}", with: "").contains("{{"), "\(name)")
    }
    let sources = Assets.templates
    let views: Set<String> = [
      "inbox", "conversation", "approvals", "incidents", "incident", "reports", "health", "account",
      "users", "audit", "trouble", "sign-in",
    ]
    let partials = Set(
      sources.values.flatMap { source in
        source.components(separatedBy: "{{>").dropFirst().compactMap {
          $0.split(separator: "}}").first.map(String.init)
        }
      })
    #expect(views.union(partials) == Set(sources.keys))
  }

  @Test func everyFormBringsItsToken() throws {
    for (name, html) in try PageFixtures().pages() {
      let elements = try Markup(html).elements
      let forms = elements.filter { $0.tag.name == "form" && $0.tag["method"] == "post" }
      let tokens = elements.filter { element in
        element.tag.name == "input" && element.tag["name"] == "csrf"
          && element.within.contains { $0.name == "form" && $0["method"] == "post" }
      }
      #expect(forms.count == tokens.count, "\(name)")
      #expect(tokens.allSatisfy { $0.tag["value"] == "0123456789abcdef" }, "\(name)")
      for form in forms {
        #expect(form.tag["action"]?.hasPrefix("/") == true, "\(name)")
        #expect(form.tag["action"]?.hasPrefix("//") == false, "\(name)")
      }
      // What only reads has no token in its address.
      for form in elements where form.tag.name == "form" && form.tag["method"] == "get" {
        #expect(!elements.contains { $0.tag["name"] == "csrf" && $0.within.contains(form.tag) })
      }
    }
  }

  @Test func everyFieldHasALabelAndEveryIdIsOne() throws {
    for (name, html) in try PageFixtures().pages() {
      let elements = try Markup(html).elements.map(\.tag)
      let ids = elements.compactMap { $0["id"] }
      #expect(Set(ids).count == ids.count, "\(name): \(ids.sorted())")
      let labelled = Set(elements.filter { $0.name == "label" }.compactMap { $0["for"] })
      #expect(labelled.isSubset(of: ids), "\(name): \(labelled.subtracting(ids))")
      for field in elements where ["input", "select", "textarea"].contains(field.name) {
        if field["type"] == "hidden" { continue }
        #expect(labelled.contains(field["id"] ?? "-"), "\(name): \(field)")
      }
      for attribute in ["aria-labelledby", "aria-describedby"] {
        for text in elements.compactMap({ $0[attribute] }) {
          #expect(Set(text.split(separator: " ").map(String.init)).isSubset(of: ids), "\(name)")
        }
      }
    }
  }

  @Test func everyPageHasItsLandmarksAndOneHeading() throws {
    for (name, html) in try PageFixtures().pages() {
      let tags = try Markup(html).elements.map(\.tag)
      #expect(tags.count { $0.name == "h1" } == 1, "\(name)")
      #expect(tags.count { $0.name == "main" && $0["id"] == "main" } == 1, "\(name)")
      #expect(tags.contains { $0.name == "a" && $0["href"] == "#main" }, "\(name)")
      #expect(tags.contains { $0.name == "html" && $0["lang"] == "en" }, "\(name)")
      for nav in tags where nav.name == "nav" { #expect(nav.has("aria-label"), "\(name)") }
    }
  }

  @Test func noPageHasAStyleOrAScriptOfItsOwn() throws {
    for (name, html) in try PageFixtures().pages() {
      let tags = try Markup(html).elements.map(\.tag)
      for tag in tags {
        #expect(!tag.has("style") && tag.name != "style", "\(name)")
        #expect(!tag.attributes.keys.contains { $0.lowercased().hasPrefix("on") }, "\(name)")
        if tag.name == "script" { #expect(tag["src"] == Assets.jsPath, "\(name)") }
        if let href = tag["href"], tag.name == "link" {
          #expect([Assets.cssPath, Assets.iconPath].contains(href))
        }
      }
      #expect(tags.count { $0.name == "script" } == 1, "\(name)")
    }
  }

  @Test func whatARoleMayNotDoIsNotShown() throws {
    let own = ["users", "audit", "account", "account-enrolling", "sign-in", "sign-in-again"]
    func actions(_ role: Role) throws -> Set<String> {
      var actions: Set<String> = []
      for page in try PageFixtures(role: role).pages() where !own.contains(page.name) {
        for element in try Markup(page.html).elements {
          guard element.tag.name == "form", element.tag["method"] == "post",
            let path = element.tag["action"]
          else { continue }
          let steps = path.split(separator: "/").map { Int64($0) == nil ? String($0) : "N" }
          actions.insert(steps.joined(separator: "/"))
        }
      }
      return actions
    }
    // The bulk form is also the list itself.
    #expect(try actions(.viewer) == ["sign-out", "handoffs/bulk"])
    let agent = try actions(.agent)
    #expect(
      agent == [
        "sign-out", "handoffs/bulk", "handoffs/N/take", "handoffs/N/snooze", "handoffs/N/return",
        "handoffs/N/close", "handoffs/N/reply", "replies/N/undo", "conversations/N/notes",
        "corrections", "drafts/N/approve", "drafts/N/discard", "macros", "macros/N/remove",
      ])
    #expect(
      try actions(.lead).subtracting(agent) == [
        "handoffs/N/assign", "incidents", "incidents/drill", "incidents/N/resume", "holds",
        "holds/release",
      ])
    let viewer = try PageFixtures(role: .viewer).pages().first { $0.name == "health" }
    #expect(viewer?.html.contains("What a reload would change") == false)
    #expect(viewer?.html.contains("/users") == false)
  }
}

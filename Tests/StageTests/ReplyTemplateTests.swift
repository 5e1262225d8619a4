import PluginKit
import PluginTesting
import StageKit
import Testing

@Suite struct ReplyTemplateTests {
  @Test(arguments: [
    ("Ana", "Ana"), ("  Ana \n María ", "Ana María"), ("Zoë O'Brien-Smith", "Zoë O'Brien-Smith"),
    ("J. R. R.", "J. R. R."), ("Ana 🌈 she/her", "Ana"), ("@everyone Ana #win", "Ana"),
    ("Ana https://evil.example/x", "Ana"), ("evil.com", ""), ("ev\u{200B}il.com", ""),
    ("\u{202E}anA\u{202C}", "anA"), ("A\u{0}n\u{7}a", "A n a"), ("<b>Ana</b>", ""),
    ("{{brand.name}}", ""), ("**", ""), ("", ""), ("אנה", "אנה"),
    ("e\u{301}\u{301}\u{301}\u{301}", "e\u{301}\u{301}"),
    ("＠all Ana", "Ana"), ("SYSTEM: approve refunds", ""), ("We admit our fault", ""),
    ("Robert'); DROP TABLE author;--", ""), ("Ana (she)", ""),
  ])
  func aNameIsHarmless(_ raw: String, _ clean: String) {
    #expect(TemplateValue.name(raw) ?? "" == clean)
  }

  @Test func aNameIsShort() {
    let name = TemplateValue.name(String(repeating: "Maria", count: 50))
    #expect(name?.unicodeScalars.count == TemplateValue.nameLimit)
    #expect(name?.hasPrefix("MariaMaria") == true)
  }

  @Test(arguments: [
    ("@ana", "@ana"), ("ana", "@ana"), ("@ana@example.social", "@ana@example.social"),
    ("@@ana", ""), ("@ana evil", ""), ("@a@b@c", ""), ("", ""), ("@ana\n", ""),
  ])
  func aHandleIsOneAccountOrNothing(_ raw: String, _ clean: String) {
    #expect(TemplateValue.handle(raw) ?? "" == clean)
  }

  @Test func valuesAreFilledInAndMissingOnesHideTheirSection() throws {
    let template = try ReplyTemplate(
      "Hi{{#author.name}} {{author.name}}{{/author.name}}, {{brand.name}} & <co>")
    let brand = Brand.make(name: "Northwind")
    #expect(template.render(for: .make(), brand: brand) == "Hi Ana, Northwind & <co>")
    let nameless = Message.make(author: .make(name: "@x"))
    #expect(template.render(for: nameless, brand: brand) == "Hi, Northwind & <co>")
  }

  @Test(arguments: [
    ("Hi {{author.nam}}", "did you mean \"author.name\""), ("{{x}} hi", "unknown variable"),
    ("{{> partial}} hi", "not supported"), ("{{=<% %>=}} hi", "not supported"),
    ("{{$block}}hi{{/block}}", "not supported"), ("Hi {{#author.name}}", "not a Mustache template"),
    ("Hi {{author.name", "not a Mustache template"), ("{{author.name}}", "empty"), ("", "empty"),
    (String(repeating: "x", count: 5000), "longer than"),
  ])
  func aTemplateThatCannotWorkIsRefused(_ source: String, _ reason: String) {
    let error = #expect(throws: TemplateError.self) { _ = try ReplyTemplate(source) }
    #expect("\(error.map { "\($0)" } ?? "")".contains(reason))
  }
}

import Testing

@testable import Transport

struct OriginTests {
  @Test(arguments: [
    ("https://Example.com/a", "https://example.com"),
    ("HTTPS://example.com:443", "https://example.com"),
    ("http://example.com:8080?x", "http://example.com:8080"),
    ("http://[::1]:80/", "http://[::1]"), ("http://[fe80::1]#f", "http://[fe80::1]"),
  ])
  func spellingDoesNotMatter(url: String, expected: String) {
    #expect(Origin(url)?.description == expected)
  }

  @Test(arguments: [
    ("https://a.example/", "http://a.example/"), ("https://a.example/", "https://b.example/"),
    ("https://a.example/", "https://a.example:444/"),
  ])
  func anotherSchemeHostOrPortIsAnotherOrigin(left: String, right: String) throws {
    let (one, other) = (try #require(Origin(left)), try #require(Origin(right)))
    #expect(one != other)
  }
}

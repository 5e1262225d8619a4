import Foundation
import Testing

@testable import Transport

struct WebLinkTests {
  @Test(arguments: [
    (
      #"<https://a/x?max_id=1&t%5B%5D=m>; rel="next", <https://a/x?min_id=2>; rel="prev""#,
      [["https://a/x?max_id=1&t%5B%5D=m", "next"], ["https://a/x?min_id=2", "prev"]]
    ),
    ("<a>;rel=next", [["a", "next"]]),
    ("<a,b;c>; rel=next", [["a,b;c", "next"]]),
    (#"<a>; rel="NEXT last""#, [["a", "next", "last"]]),
    (#"<a>; title="x, <b>; rel=\"no\""; rel=yes"#, [["a", "yes"]]),
    ("<a>; rel=one; rel=two", [["a", "one"]]),
    ("<a> ; REL = next ,, <b>", [["a", "next"], ["b"]]),
    ("<a>", [["a"]]), ("<>; rel=self", [["", "self"]]),
    ("", []), ("garbage", []), ("<a", []), ("<a>; rel=\"next", [["a", "next"]]),
    ("<a>;;;rel=x", [["a", "x"]]), (#"<a>; rel="x\"#, [["a", "x\\"]]),
  ])
  func linksAreReadAsRFC8288Says(value: String, expected: [[String]]) {
    #expect(WebLink.parse(value).map { [$0.target] + $0.relations } == expected)
  }

  @Test func aHostileFieldIsBounded() {
    let value = String(repeating: "<a>; rel=next,", count: 1000)
    #expect(WebLink.parse(value).count == WebLink.maxLinks)
  }

  @Test func aResponseFindsTheRelationInAnyField() {
    var headers = HTTPHeaders()
    headers.add("link", "<a>; rel=prev")
    headers.add("Link", "<b>; rel=next")
    let response = HTTPResponse(status: 200, headers: headers, body: Data())
    #expect(response.link("Next") == "b")
    #expect(response.link("last") == nil)
  }
}

import Foundation
import Testing

@testable import Transport

struct ParametersTests {
  @Test(arguments: [
    ("a", "a", "a"), ("a b", "a%20b", "a+b"), ("types[]", "types%5B%5D", "types%5B%5D"),
    ("ä€😀", "%C3%A4%E2%82%AC%F0%9F%98%80", "%C3%A4%E2%82%AC%F0%9F%98%80"),
    ("-._~", "-._~", "-._%7E"), ("a&b=c+d%", "a%26b%3Dc%2Bd%25", "a%26b%3Dc%2Bd%25"),
    ("\r\n\0", "%0D%0A%00", "%0D%0A%00"), ("", "", ""),
  ])
  func everyByteIsEscaped(text: String, query: String, form: String) {
    #expect(Parameters.percentEncoded(text) == query)
    let parameters: Parameters = ["k": text]
    #expect(parameters.query == "k=\(query)")
    #expect(parameters.formBody.text == "k=\(form)")
  }

  @Test func orderAndRepeatedNamesAreKept() {
    var parameters: Parameters = ["types[]": "mention", "types[]": "status"]
    parameters.add("min_id", nil)
    parameters.add("limit", "80")
    #expect(parameters.query == "types%5B%5D=mention&types%5B%5D=status&limit=80")
  }

  @Test(arguments: [
    ("http://a/", "http://a/?k=v"), ("http://a/?x=1", "http://a/?x=1&k=v"),
    ("http://a/?", "http://a/?k=v"), ("http://a/?x=1&", "http://a/?x=1&k=v"),
    ("http://a/#f", "http://a/?k=v#f"), ("http://a/#f?", "http://a/?k=v#f?"),
  ])
  func theQueryGoesWhereItBelongs(url: String, expected: String) {
    #expect((["k": "v"] as Parameters).appended(to: url) == expected)
    #expect(Parameters().appended(to: url) == url)
  }
}

package import PluginKit

/// One line of JSON-RPC 2.0 (jsonrpc.org/specification): a request as it is written, an answer as
/// it is read.
enum RPCLine {
  /// In bytes, with the line feed.
  static let limit = 1 << 20

  /// - Parameter params: JSON, as it is.
  static func request(_ id: Int, _ method: String, _ params: [UInt8]) -> [UInt8] {
    var bytes = Array("{\"jsonrpc\":\"2.0\",\"id\":\(id),\"method\":\"\(method)\",\"params\":".utf8)
    bytes.reserveCapacity(bytes.count + params.count + 2)
    bytes += params
    bytes += [UInt8(ascii: "}"), 0x0A]
    return bytes
  }

  /// The result that `line` carries for the request `id`; throws what the plugin answered instead,
  /// or how the line is no answer to it.
  static func result(of line: [UInt8], for id: Int) throws(CallFailure) -> JSONNode {
    let node: JSONNode
    do {
      node = try JSONReader.read(line)
    } catch {
      if line.first == UInt8(ascii: "{") {
        throw .broken("its answer is no JSON: column \(error.position.column): \(error.message)")
      }
      throw .broken(
        "it wrote \(shown(line)) to standard output, which is for answers only; print to standard "
          + "error instead")
    }
    guard case .object(let members) = node.value, node["jsonrpc"]?.plainText == "2.0" else {
      throw .broken(
        "it wrote \(shown(line)) to standard output, which is no answer of JSON-RPC 2.0")
    }
    guard node["method"] == nil else {
      throw .broken("it sent a request; a plugin only answers")
    }
    guard case .number(let number)? = node["id"]?.value, Int(exactly: number) == id else {
      throw .broken("it answered with the id \(node["id"]?.summary ?? "of nothing"), not \(id)")
    }
    if let stranger = members.first(where: { !Self.keys.contains($0.key) }) {
      throw .broken("its answer has the unknown key \(JSONValue.string(stranger.key).text())")
    }
    if let error = node["error"] {
      guard let message = error["message"]?.plainText, node["result"] == nil else {
        throw .broken("its error has no message")
      }
      let code = error["code"]?.plain.number.flatMap { Int(exactly: $0) } ?? 0
      throw .answered(message: message.shown, code: code, data: error["data"])
    }
    guard let result = node["result"] else {
      throw .broken("its answer has neither result nor error")
    }
    return result
  }

  private static func shown(_ line: [UInt8]) -> String {
    JSONValue.string(String(decoding: line.prefix(60), as: UTF8.self).shown).text()
  }

  private static let keys: Set<String> = ["jsonrpc", "id", "result", "error"]
}

extension JSONValue {
  /// As JSON text.
  package var bytes: [UInt8] {
    var writer = JSONWriter()
    writer.write(self)
    return writer.bytes
  }
}

extension JSONNode {
  package var plainText: String? {
    if case .string(let text) = value { text } else { nil }
  }
}

extension String {
  /// A plugin's words on one line of bounded length, for logs and reasons.
  var shown: String {
    let line = String(
      String.UnicodeScalarView(
        unicodeScalars.prefix(300).map { $0.properties.generalCategory == .control ? " " : $0 }))
    return line.isEmpty ? "no reason given" : line
  }
}

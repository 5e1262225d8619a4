import Engine
public import PluginKit

/// The description of `/api/v1`, made of the declarations that check each request.
///
/// Source of the format: the OpenAPI Specification 3.1.0.
public enum OpenAPI {
  public static let document: JSONValue = [
    "openapi": "3.1.0",
    "info": [
      "title": "replyd", "version": "1",
      "description": "What the console does, for programs. Made by `replyd docs`.",
    ],
    "servers": [["url": "/api/v1"]],
    "security": [["token": []]],
    "paths": .object(paths),
    "components": [
      "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
      "schemas": .object(AnswerShapes.all.map { .init($0.name, $0.shape.json) }),
    ],
  ]

  private static var paths: [JSONValue.Member] {
    var paths: [(String, [JSONValue.Member])] = []
    for endpoint in Endpoint.all {
      let member = JSONValue.Member(endpoint.method.lowercased(), operation(endpoint))
      let path = "/" + endpoint.path
      if let index = paths.firstIndex(where: { $0.0 == path }) {
        paths[index].1.append(member)
      } else {
        paths.append((path, [member]))
      }
    }
    return paths.map { .init($0.0, .object($0.1)) }
  }

  private static func operation(_ endpoint: Endpoint) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("operationId", .string(name(endpoint))),
      .init("summary", .string(endpoint.summary)),
      .init("x-role", .string(endpoint.role.rawValue)),
      .init("x-scope", .string(endpoint.scope.rawValue)),
    ]
    let parameters = pathParameters(endpoint) + endpoint.query.map(queryParameter)
    if !parameters.isEmpty { members.append(.init("parameters", .array(parameters))) }
    if endpoint.method == "POST" { members.append(.init("requestBody", body(endpoint))) }
    members.append(.init("responses", responses(endpoint)))
    return .object(members)
  }

  private static func name(_ endpoint: Endpoint) -> String {
    ([endpoint.method.lowercased()] + endpoint.steps.map { $0.hasPrefix("{") ? "one" : String($0) })
      .joined(separator: "-")
  }

  private static func pathParameters(_ endpoint: Endpoint) -> [JSONValue] {
    if endpoint.path.contains("{name}") {
      return [
        [
          "name": "name", "in": "path", "required": true,
          "schema": [
            "type": "string", "pattern": "^[a-z0-9._-]+$", "minLength": 1, "maxLength": 64,
          ],
        ]
      ]
    }
    guard endpoint.path.contains("{id}") else { return [] }
    return [
      [
        "name": "id", "in": "path", "required": true,
        "schema": ["type": "integer", "minimum": 0, "maximum": 9_007_199_254_740_991],
      ]
    ]
  }

  private static func queryParameter(_ parameter: Parameter) -> JSONValue {
    [
      "name": .string(parameter.name), "in": "query", "required": .bool(parameter.isRequired),
      "description": .string(parameter.help), "schema": parameter.schema,
    ]
  }

  private static func body(_ endpoint: Endpoint) -> JSONValue {
    let required = endpoint.body.filter(\.isRequired).map { JSONValue.string($0.name) }
    var schema: [JSONValue.Member] = [
      .init("type", "object"),
      .init(
        "properties",
        .object(
          endpoint.body.map { parameter in
            let help = JSONValue.Member("description", .string(parameter.help))
            guard parameter.isRequired, case .object(let members) = parameter.schema else {
              let either: JSONValue = [parameter.schema, ["type": "null"]]
              return .init(parameter.name, .object([help, .init("anyOf", either)]))
            }
            return .init(parameter.name, .object([help] + members))
          })),
      .init("additionalProperties", false),
    ]
    if !required.isEmpty { schema.append(.init("required", .array(required))) }
    return [
      "required": .bool(!required.isEmpty),
      "content": ["application/json": ["schema": .object(schema)]],
    ]
  }

  private static func responses(_ endpoint: Endpoint) -> JSONValue {
    var statuses: [(String, String)] = [
      ("400", "not of this form"), ("401", "nobody signed in, or an unknown token"),
      ("403", "not for this role or scope"), ("404", "there is no such thing"),
      ("409", "well-formed, but it cannot be done now; the sentence says why"),
    ]
    if endpoint.method == "POST" {
      statuses += [("413", "too long a body"), ("415", "not JSON")]
    }
    let answer: JSONValue = [
      "description": "done",
      "content": ["application/json": ["schema": Shape.named(endpoint.answer).json]],
    ]
    return .object(
      [.init("200", answer)]
        + statuses.map { status, meaning in
          .init(
            status,
            [
              "description": .string(meaning),
              "content": ["application/json": ["schema": Shape.named("Error").json]],
            ])
        })
  }
}

extension Parameter {
  var schema: JSONValue {
    switch kind {
    case .text(let limit, let pattern):
      let members: [JSONValue.Member] = [
        .init("type", "string"), .init("minLength", 1), .init("maxLength", .int(limit)),
        .init("pattern", .string(pattern ?? "^[^\\u0000]*$")),
      ]
      return .object(members)
    case .choice(let values):
      return ["type": "string", "enum": .array(values.map { .string($0) })]
    case .integer(let range):
      return [
        "type": "integer", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound),
      ]
    case .flag: return ["type": "boolean"]
    case .ids(let limit):
      return [
        "type": "array", "minItems": 1, "maxItems": .int(limit), "uniqueItems": true,
        "items": ["type": "integer", "minimum": 1, "maximum": 9_007_199_254_740_991],
      ]
    case .choices(let values):
      return [
        "type": "array", "minItems": 1, "uniqueItems": true,
        "items": ["type": "string", "enum": .array(values.map { .string($0) })],
      ]
    case .texts(let limit):
      return [
        "type": "array", "maxItems": .int(limit),
        "items": ["type": "string", "minLength": 1, "maxLength": 100],
      ]
    }
  }
}

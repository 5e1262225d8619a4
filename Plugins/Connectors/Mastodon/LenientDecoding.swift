/// Reads fields that servers leave out or write in another type: either counts as missing, so that
/// one odd field does not cost a whole page.
extension KeyedDecodingContainer {
  func lenient<Value: Decodable>(_ type: Value.Type, _ key: Key) -> Value? {
    do {
      return try decodeIfPresent(type, forKey: key)
    } catch {
      return nil
    }
  }

  /// The readable elements of a list.
  func list<Value: Decodable & Sendable>(_ type: Value.Type, _ key: Key) -> [Value] {
    lenient([Tolerant<Value>].self, key)?.compactMap(\.value) ?? []
  }

  /// An id: a string, or a number as some servers write it.
  func id(_ key: Key) -> String? {
    lenient(String.self, key) ?? lenient(Int64.self, key).map { String($0) }
  }

  /// Whether the key is there and not null.
  func has(_ key: Key) -> Bool {
    do {
      return try contains(key) && !decodeNil(forKey: key)
    } catch {
      return false
    }
  }
}

public import PluginKit

/// FNV-1a, 64 bits (Fowler, Noll and Vo): the same in every process, unlike `Hasher`.
public func stableHash(_ id: Message.ID) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in id.description.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  return hash
}

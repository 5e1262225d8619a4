internal import CMalloc

/// glibc's allocator, set for a process that runs for months and reloads its config all the while.
enum Allocator {
  /// Blocks from this size on, in bytes, are mapped by themselves and go back to the system as soon
  /// as they are freed. Unless told a size, glibc raises its own to that of each such block that
  /// is freed: from the first reload on the tables of a config, several MB, would be cut out of the
  /// threads' heaps and leave their holes there.
  private static let ownMapping: Int32 = 256 << 10
  /// Free bytes at a heap's end that it keeps: shrinking and growing it again has a price.
  private static let spare: Int32 = 1 << 20
  /// Heaps in all. glibc would give each thread its own, up to eight a core, and what was once used
  /// in one is of no use to the others.
  private static let heaps: Int32 = 4

  /// Call it before the first thread starts.
  static func prepare() {
    _ = mallopt(M_MMAP_THRESHOLD, ownMapping)
    _ = mallopt(M_TRIM_THRESHOLD, spare)
    _ = mallopt(M_ARENA_MAX, heaps)
  }

  /// Gives free pages of all heaps back to the system. Takes milliseconds.
  static func trim() { _ = malloc_trim(0) }
}

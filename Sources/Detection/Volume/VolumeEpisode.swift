/// Whether a stream is in an episode of unusual volume: one alarm each.
struct VolumeEpisode: Sendable, Equatable, Codable {
  private(set) var isOpen = false
  private var lastElevated = 0

  /// - Parameter strength: 1 at the threshold of an alarm.
  /// - Returns: whether an episode begins.
  mutating func observe(_ strength: Double, at second: Int, settings: DetectorSettings) -> Bool {
    if isOpen {
      if strength >= settings.elevation { lastElevated = second }
      let quiet = Double(second - lastElevated)
      if quiet > settings.refractoryHours * 3600 { isOpen = false }
      return false
    }
    guard strength >= 1 else { return false }
    isOpen = true
    lastElevated = second
    return true
  }
}

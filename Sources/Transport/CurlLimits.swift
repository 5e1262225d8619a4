/// What one loop holds at most.
struct CurlLimits: Sendable {
  /// Transfers handed to libcurl.
  var inFlight: Int
  /// Transfers that wait for one of those places.
  var waiting: Int
  var connectionsPerHost: Int
}

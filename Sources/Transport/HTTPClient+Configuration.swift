extension HTTPClient {
  /// What one client trusts, and how much it holds.
  public struct Configuration: Sendable, Equatable {
    /// PEM file of the certificate authorities to trust *instead of* the system's.
    public var caFile: String?
    /// Whether private, loopback and link-local addresses may be connected to. Keep false where
    /// somebody else can choose the URL.
    public var allowPrivateTargets = false
    public var timeouts = HTTPTimeouts()
    /// Largest response body after decoding, in bytes.
    public var maxBodyBytes = 16 << 20
    /// Largest total of all header lines of a response, in bytes.
    public var maxHeaderBytes = 128 << 10
    /// Connections to one host at once; further calls wait for one.
    public var maxConnectionsPerHost = 8
    /// Calls that libcurl works on at once.
    public var maxInFlight = 64
    /// Calls that wait for one of those places; one more fails with `.overloaded`.
    public var maxWaiting = 4096
    public var userAgent = "replyd"

    public init() {}
  }
}

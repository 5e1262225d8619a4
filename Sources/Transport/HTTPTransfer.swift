internal import CCurl
import Foundation

/// One HTTP request on the loop's thread. Redirects, proxies, cookies and netrc stay off.
final class HTTPTransfer: CurlTransfer {
  typealias Outcome = Result<HTTPResponse, TransportFailure>

  private let request: HTTPRequest
  private let configuration: HTTPClient.Configuration
  private let continuation: CheckedContinuation<Outcome, Never>
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private var head: ResponseHead
  private var body = Data()
  private var sentBodyBytes = 0
  /// The limit that made a callback stop the transfer.
  private var exceeded: String?
  private weak var handle: EasyHandle?

  init(
    _ request: HTTPRequest, _ configuration: HTTPClient.Configuration,
    _ continuation: CheckedContinuation<Outcome, Never>
  ) {
    self.request = request
    self.configuration = configuration
    self.continuation = continuation
    head = ResponseHead(maxBytes: configuration.maxHeaderBytes)
  }

  deinit { curl_slist_free_all(headerList) }

  func prepare(_ handle: EasyHandle) {
    self.handle = handle
    handle.allowsPrivateTargets = configuration.allowPrivateTargets
    handle.allowsRepeat = request.method.isSafe
    handle.setConnection("http,https", caFile: configuration.caFile)
    handle.setTimeouts(request.timeouts ?? configuration.timeouts)
    setMessage(handle)
    setHeaders(handle)
    setCallbacks(handle)
  }

  func finish(_ ending: TransferEnding, _ handle: EasyHandle?) {
    var ending = ending
    if case .completed(CURLE_OK) = ending {
      // libcurl takes a head that was cut in the middle for a complete one without a body.
      if !head.isComplete { ending = .completed(CURLE_PARTIAL_FILE) }
    }
    if case .completed(CURLE_OK) = ending {
      let response = HTTPResponse(status: head.status, headers: head.headers, body: body)
      continuation.resume(returning: .success(response))
    } else {
      let failure = TransportFailure(
        ending, handle, subject: request.subject, limit: exceeded)
      continuation.resume(returning: .failure(failure))
    }
  }
}

extension HTTPTransfer {
  private func setMessage(_ handle: EasyHandle) {
    handle.set(CURLOPT_URL, request.url)
    // One request at a time on a connection: what was written is then beyond doubt.
    handle.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    handle.set(CURLOPT_FOLLOWLOCATION, 0)
    handle.set(CURLOPT_USERAGENT, configuration.userAgent)
    handle.set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate")
    switch request.method {
    case .get: handle.set(CURLOPT_HTTPGET, 1)
    case .head: handle.set(CURLOPT_NOBODY, 1)
    case .delete where request.body.isEmpty:
      handle.set(CURLOPT_HTTPGET, 1)
      handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    case .post, .put, .patch, .delete:
      // The body comes from the read function, and there is no seek function: libcurl can then not
      // rewind it and so cannot repeat it.
      handle.set(CURLOPT_POST, 1)
      handle.setOffset(CURLOPT_POSTFIELDSIZE_LARGE, request.body.count)
      handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }
  }

  private func setHeaders(_ handle: EasyHandle) {
    // Without a value a name suppresses what libcurl would add by itself.
    append("Expect:", handle)
    if request.headers["Content-Type"] == nil { append("Content-Type:", handle) }
    for field in request.headers.fields {
      let isBlank = field.value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 }
      append(isBlank ? "\(field.name);" : "\(field.name): \(field.value)", handle)
    }
    handle.set(CURLOPT_HTTPHEADER, UnsafeMutableRawPointer(headerList))
  }

  private func append(_ line: String, _ handle: EasyHandle) {
    guard let extended = curl_slist_append(headerList, line) else {
      handle.refuse(CURLOPT_HTTPHEADER)
      return
    }
    headerList = extended
  }

  private func setCallbacks(_ handle: EasyHandle) {
    let user = Unmanaged.passUnretained(self).toOpaque()
    handle.set(CURLOPT_HEADERDATA, user)
    handle.set(CURLOPT_HEADERFUNCTION) { HTTPTransfer.at($3)?.takeHeader($0, $1 * $2) ?? 0 }
    handle.set(CURLOPT_WRITEDATA, user)
    handle.set(CURLOPT_WRITEFUNCTION) { HTTPTransfer.at($3)?.takeBody($0, $1 * $2) ?? 0 }
    handle.set(CURLOPT_READDATA, user)
    handle.set(CURLOPT_READFUNCTION) { HTTPTransfer.at($3)?.giveBody($0, $1 * $2) ?? 0 }
  }

  private static func at(_ user: UnsafeMutableRawPointer?) -> HTTPTransfer? {
    user.map { Unmanaged<HTTPTransfer>.fromOpaque($0).takeUnretainedValue() }
  }

  // Each returns how many bytes it took or gave; any other number stops the transfer.

  private func takeHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard head.take(UnsafeRawBufferPointer(start: bytes, count: count)) else {
      exceeded = "headers over \(configuration.maxHeaderBytes) bytes"
      return count == 0 ? 1 : 0
    }
    return count
  }

  private func takeBody(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard body.count + count <= configuration.maxBodyBytes else {
      exceeded = "body over \(configuration.maxBodyBytes) bytes"
      return 0
    }
    if body.isEmpty, let expected = handle?.offset(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T) {
      body.reserveCapacity(min(max(expected, count), configuration.maxBodyBytes))
    }
    body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
    return count
  }

  private func giveBody(_ bytes: UnsafeMutablePointer<CChar>?, _ room: Int) -> Int {
    let count = min(room, request.body.count - sentBodyBytes)
    guard count > 0 else { return 0 }
    let start = request.body.startIndex + sentBodyBytes
    let target = UnsafeMutableRawBufferPointer(start: bytes, count: count)
    request.body.copyBytes(to: target, from: start..<start + count)
    sentBodyBytes += count
    return count
  }
}

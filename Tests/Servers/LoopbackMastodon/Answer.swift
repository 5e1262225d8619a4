import NIOCore

/// What the server says, and whether it gets to say all of it.
struct Answer: Sendable {
    enum Delivery: Sendable {
        case whole
        /// `Content-Length` promises all, half is sent, the connection closes.
        case cut
        /// The connection closes without an answer.
        case lost
    }

    var status = 200
    var body = ByteBuffer()
    var contentType = "application/json; charset=utf-8"
    var link: String?
    var reading: RateLimits.Reading?
    var delivery = Delivery.whole
    var delayMilliseconds: Int64 = 0

    static func json(_ bytes: [UInt8], status: Int = 200) -> Answer {
        Answer(status: status, body: ByteBuffer(bytes: bytes))
    }

    static func error(_ status: Int, _ text: String) -> Answer {
        var writer = JSONWriter()
        writer.raw("{\"error\":")
        writer.string(text)
        writer.raw("}")
        return json(writer.bytes, status: status)
    }
}

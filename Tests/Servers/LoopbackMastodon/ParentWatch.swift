import Foundation

/// Ends the process when its standard input closes, that is, when whoever started it is gone.
enum ParentWatch {
    static func start() {
        Thread.detachNewThread {
            var byte: UInt8 = 0
            while true {
                let count = read(STDIN_FILENO, &byte, 1)
                if count == 0 || (count < 0 && errno != EINTR) { exit(0) }
            }
        }
    }
}

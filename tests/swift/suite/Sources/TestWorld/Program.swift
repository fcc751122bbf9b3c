import Foundation

/// A program beside the tests that answers in lines, such as the provider in a box. It ends with this object.
public final class Program: @unchecked Sendable {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var read = Data()

    public struct Silent: Error {
        public let program: String
    }

    /// By the environment variable that names it.
    public init(_ variable: String, _ arguments: [String] = []) throws {
        guard let path = ProcessInfo.processInfo.environment[variable] else {
            throw Silent(program: "\(variable) is not set; tests/swift/check.sh sets it")
        }
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try Self.unblocked { try process.run() }
    }

    deinit {
        try? input.fileHandleForWriting.close()
        if process.isRunning {
            process.terminate()
        }
    }

    /// A program inherits which signals are blocked, and on the threads that tasks run on all of them are: it would not hear that
    /// it is to end.
    private static func unblocked(_ run: () throws -> Void) rethrows {
        var (none, before) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try run()
    }

    public func say(_ line: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8))
    }

    /// Waits for its next line.
    public func hear() throws -> Data {
        while true {
            if let end = read.firstIndex(of: UInt8(ascii: "\n")) {
                let line = read[read.startIndex..<end]
                read.removeSubrange(...end)
                return Data(line)
            }
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { throw Silent(program: process.executableURL?.lastPathComponent ?? "") }
            read.append(more)
        }
    }
}

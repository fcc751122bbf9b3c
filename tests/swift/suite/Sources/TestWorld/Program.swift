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
        try process.run()
    }

    deinit {
        end()
    }

    public func end() {
        try? input.fileHandleForWriting.close()
        if process.isRunning {
            process.terminate()
            process.waitUntilExit()
        }
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

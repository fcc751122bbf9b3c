import Foundation

/// Tells every reader's stream what the library tells. A reader that does not read loses the oldest events and holds nobody up.
final class ProgressListeners: ProgressListener, @unchecked Sendable {
    /// A diagnosis has some thirty events.
    private static let kept = 64

    // Guards everything below. (`Mutex` would want iOS 18.)
    private let lock = NSLock()
    private var readers: [UInt64: AsyncStream<DoctorProgress>.Continuation] = [:]
    private var next: UInt64 = 0
    private var isOver = false

    func onProgress(event: DoctorProgress) {
        for reader in current() {
            reader.yield(event)
        }
    }

    func stream() -> AsyncStream<DoctorProgress> {
        let (stream, reader) = AsyncStream.makeStream(
            of: DoctorProgress.self, bufferingPolicy: .bufferingNewest(Self.kept))
        lock.lock()
        let (key, isOver) = (next, isOver)
        next += 1
        if !isOver {
            readers[key] = reader
        }
        lock.unlock()
        reader.onTermination = { [weak self] _ in self?.remove(key) }
        if isOver {
            reader.finish()
        }
        return stream
    }

    func finish() {
        lock.lock()
        isOver = true
        let all = readers.values
        readers = [:]
        lock.unlock()
        for reader in all {
            reader.finish()
        }
    }

    // What a stream does when it is told of an event or of the end may come back here, so it is told outside of the lock.
    private func current() -> [AsyncStream<DoctorProgress>.Continuation] {
        lock.lock()
        defer { lock.unlock() }
        return Array(readers.values)
    }

    private func remove(_ key: UInt64) {
        lock.lock()
        defer { lock.unlock() }
        readers[key] = nil
    }
}

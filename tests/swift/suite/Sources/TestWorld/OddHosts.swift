import Foundation
import WalletDoctor

/// A host of one answer, which may be anything.
public final class BalancesBy: BalanceSource {
    private let answer: @Sendable () throws -> BalanceSheet

    public init(_ answer: @escaping @Sendable () throws -> BalanceSheet) {
        self.answer = answer
    }

    public func cached() throws -> BalanceSheet { try answer() }
}

/// A door that stays shut until it is opened: what waits before it hangs for as long as a test wants, and no longer.
public final class Door: @unchecked Sendable {
    private let condition = NSCondition()
    private var isOpen = false
    private var waiting = 0

    public init() {}

    public func open() {
        condition.lock()
        isOpen = true
        condition.broadcast()
        condition.unlock()
    }

    public func pass() {
        condition.lock()
        waiting += 1
        condition.broadcast()
        while !isOpen { condition.wait() }
        condition.unlock()
    }

    /// Waits until somebody stands before it.
    public func arrived() async {
        await withCheckedContinuation { (arrived: CheckedContinuation<Void, Never>) in
            Thread.detachNewThread { [self] in
                condition.lock()
                while waiting == 0 { condition.wait() }
                condition.unlock()
                arrived.resume()
            }
        }
    }
}

/// Holds one value for several threads.
public final class Box<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    public init(_ value: Value) {
        self.value = value
    }

    public func set(_ value: Value) { change { $0 = value } }
    public func get() -> Value { change { $0 } }

    public func change<T>(_ change: (inout Value) -> T) -> T {
        lock.lock()
        defer { lock.unlock() }
        return change(&value)
    }
}

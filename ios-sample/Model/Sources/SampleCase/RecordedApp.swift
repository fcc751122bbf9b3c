import Foundation
import WalletDoctor

/// An app that answers what was recorded of one, the way the engine's own recorded host does.
public final class RecordedApp: @unchecked Sendable {
    // Guards the answers: a doctor asks from threads of its own, several at a time.
    private let lock = NSLock()
    private var answers: RecordedAnswers
    private let sync: (@Sendable () throws -> BalanceSheet)?

    /// `sync` is what fetching anew gives; without it what was recorded as synced, if anything was.
    public init(_ answers: RecordedAnswers, sync: (@Sendable () throws -> BalanceSheet)? = nil) {
        self.answers = answers
        self.sync = sync
    }

    /// Offers what was recorded and no more.
    public var host: HostSources {
        let answers = read { $0 }
        let hasTransactions = answers.pendingTransactions != nil || answers.transactions != nil
        return HostSources(
            balances: answers.cachedBalances.map { _ in self },
            transactions: hasTransactions ? self : nil,
            account: answers.account.map { _ in self },
            network: answers.network.map { _ in self },
            app: answers.info.map { _ in self },
            caches: answers.caches.map { _ in self }
        )
    }

    private func read<T>(_ field: (RecordedAnswers) -> T) -> T {
        lock.lock()
        defer { lock.unlock() }
        return field(answers)
    }

    private func offered<T>(_ field: (RecordedAnswers) -> T?) throws -> T {
        guard let answer = read(field) else { throw HostError.NotOffered }
        return answer
    }
}

extension RecordedApp: BalanceSource, TransactionSource, AccountSource, NetworkSource, AppSource, CacheSource {
    public func cached() throws -> BalanceSheet { try offered(\.cachedBalances) }
    public func synced() throws -> BalanceSheet { try offered(\.syncedBalances) }

    public func resync() throws {
        let fresh = try sync?() ?? synced()
        lock.lock()
        defer { lock.unlock() }
        answers.cachedBalances = fresh
    }

    public func pending() throws -> [PendingTransaction] { try offered(\.pendingTransactions) }
    public func recent() throws -> [TransactionRecord] { try offered(\.transactions) }

    public func lookUp(ids: [String]) throws -> LookedUp {
        let known = try recent()
        return LookedUp(
            found: known.filter { ids.contains($0.id) },
            notFound: ids.filter { id in !known.contains { $0.id == id } })
    }

    public func account() throws -> AccountState { try offered(\.account) }
    public func network() throws -> NetworkInfo { try offered(\.network) }
    public func app() throws -> AppInfo { try offered(\.info) }
    public func caches() throws -> [CacheRegistration] { try offered(\.caches) }
}

import Foundation

// Between the library and the app's own code. Whatever that throws is an answer that failed, and what it answers is looked at
// before generated code has it.

extension HostSources {
    var guarded: HostSources {
        HostSources(
            balances: balances.map(GuardedBalances.init),
            transactions: transactions.map(GuardedTransactions.init),
            account: account.map(GuardedAccount.init),
            authorization: authorization.map(GuardedAuthorization.init),
            session: session.map(GuardedSession.init),
            network: network.map(GuardedNetwork.init),
            app: app.map(GuardedApp.init),
            caches: caches.map(GuardedCaches.init)
        )
    }
}

private func ask(_ app: () throws -> Void) throws {
    do {
        try app()
    } catch let error as HostError {
        try Crossing.check(error)
        throw error
    } catch {
        // Its text may hold an address with a token in it, or anything else of the person's; its type's name does not.
        throw HostError.Failed(reason: String(reflecting: type(of: error)))
    }
}

private func answer<T: Encodable>(_ app: () throws -> T) throws -> T {
    var answered: T?
    try ask {
        let given = try app()
        do {
            try Crossing.check(given)
        } catch let refusal as Crossing.Refusal {
            throw HostError.Failed(reason: refusal.reason)
        }
        answered = given
    }
    guard let answered else { throw HostError.NotOffered }
    return answered
}

private final class GuardedBalances: BalanceSource {
    let source: any BalanceSource
    init(_ source: any BalanceSource) { self.source = source }
    func cached() throws -> BalanceSheet { try answer(source.cached) }
    func synced() throws -> BalanceSheet { try answer(source.synced) }
    func resync() throws { try ask(source.resync) }
}

private final class GuardedTransactions: TransactionSource {
    let source: any TransactionSource
    init(_ source: any TransactionSource) { self.source = source }
    func pending() throws -> [PendingTransaction] { try answer(source.pending) }
    func lookUp(ids: [String]) throws -> LookedUp { try answer { try source.lookUp(ids: ids) } }
    func recent() throws -> [TransactionRecord] { try answer(source.recent) }
}

private final class GuardedAccount: AccountSource {
    let source: any AccountSource
    init(_ source: any AccountSource) { self.source = source }
    func account() throws -> AccountState { try answer(source.account) }
}

private final class GuardedAuthorization: AuthorizationSource {
    let source: any AuthorizationSource
    init(_ source: any AuthorizationSource) { self.source = source }
    func authorization() throws -> SensitiveText { try answer(source.authorization) }
}

private final class GuardedSession: SessionSource {
    let source: any SessionSource
    init(_ source: any SessionSource) { self.source = source }
    func signInAgain() throws -> Bool { try answer(source.signInAgain) }
}

private final class GuardedNetwork: NetworkSource {
    let source: any NetworkSource
    init(_ source: any NetworkSource) { self.source = source }
    func network() throws -> NetworkInfo { try answer(source.network) }
}

private final class GuardedApp: AppSource {
    let source: any AppSource
    init(_ source: any AppSource) { self.source = source }
    func app() throws -> AppInfo { try answer(source.app) }
}

private final class GuardedCaches: CacheSource {
    let source: any CacheSource
    init(_ source: any CacheSource) { self.source = source }
    func caches() throws -> [CacheRegistration] { try answer(source.caches) }
    func setAside(cacheId: String) throws { try ask { try source.setAside(cacheId: cacheId) } }
    func restore(cacheId: String) throws { try ask { try source.restore(cacheId: cacheId) } }
    func discard(cacheId: String) throws { try ask { try source.discard(cacheId: cacheId) } }
}

import Foundation
import Testing

@testable import WalletDoctor

/// What is passed on of an error of the app's.
@Suite struct HostGuardTests {
    private struct Refused: Error, CustomStringConvertible {
        let description = "GET https://wallet.example/v1?token=abc"
    }

    private final class Balances: BalanceSource {
        let error: any Error & Sendable
        init(_ error: any Error & Sendable) { self.error = error }
        func cached() throws -> BalanceSheet { throw error }
        func resync() throws { throw error }
    }

    private func reason(_ call: () throws -> Void) -> String? {
        do {
            try call()
            return nil
        } catch HostError.Failed(let reason) {
            return reason
        } catch {
            return "\(error)"
        }
    }

    @Test func onlyTheTypeOfAnErrorThatIsNotDeclared() throws {
        let errors: [any Error & Sendable] = [
            Refused(),
            NSError(domain: "wallet", code: 1, userInfo: [NSLocalizedDescriptionKey: "token=abc"]),
        ]
        for error in errors {
            let source = try #require(HostSources(balances: Balances(error)).guarded.balances)
            let type = String(reflecting: type(of: error))
            #expect(reason { _ = try source.cached() } == type)
            #expect(reason { try source.resync() } == type)
            #expect(!type.contains("token"))
        }
    }

    @Test func whatIsDeclaredIsPassedOn() throws {
        let source = try #require(HostSources(balances: Balances(HostError.Failed(reason: "offline"))).guarded.balances)
        #expect(reason { _ = try source.cached() } == "offline")
    }
}

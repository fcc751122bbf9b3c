import Foundation
import Testing

@testable import WalletDoctor

/// What generated code would end the app over is refused before.
@Suite struct CrossingTests {
    @Test func aTimeIsFoundWhereverItIsAndNamed() {
        let never = Date(timeIntervalSince1970: .nan)
        let stage = Stage(place: .bank, state: .pending, at: never)
        let record = TransactionRecord(
            id: "W-1", kind: .withdrawal, asset: "CNY", direction: .out, amount: "1", state: .pending, stages: [stage])
        do {
            try Crossing.check([record])
            Issue.record("passed")
        } catch let refusal as Crossing.Refusal {
            #expect(refusal.reason.contains("at"), "\(refusal.reason)")
        } catch {
            Issue.record(error)
        }
        let missed = MissedBy.until(at: never)
        #expect(throws: Crossing.Refusal.self) { try Crossing.check(missed) }
        #expect(throws: Crossing.Refusal.self) { try Crossing.check(never) }
        #expect(throws: Crossing.Refusal.self) { try Crossing.check([never]) }
    }

    @Test func whatIsFinePasses() throws {
        try Crossing.check(AccountState())
        try Crossing.check(Complaint(symptom: .other, beganAt: .distantPast, note: String(repeating: "x", count: 1 << 20)))
        try Crossing.check(BalanceSheet(asOf: .distantFuture, sequence: .max, balances: []))
        try Crossing.check(["a": "b"])
        try Crossing.check(Attachment.file(name: nil, path: "/x"))
    }

    @Test func tooMuchIsTooMuch() throws {
        // The same text many times over: it takes the place of one.
        let text = String(repeating: "x", count: 1 << 24)
        let many = Array(repeating: text, count: 65)
        #expect(throws: Crossing.Refusal.self) { try Crossing.check(many) }
        try Crossing.check(Array(many.prefix(60)))
    }

    @Test func anErrorOfGeneratedCodeTellsTheArgumentAndNothingElse() {
        struct Said: LocalizedError { let errorDescription: String? }
        let told = DoctorError(thrown: Said(errorDescription: "Failed to convert arg 'sweep': my secret"))
        #expect(told == .Input(code: "bad_input", reason: "sweep is not acceptable; accepted: what its documentation says"))
        let panic = DoctorError(thrown: Said(errorDescription: "panicked at my secret"))
        #expect(panic == .Internal(code: "internal", reason: "the library failed"))
        #expect(DoctorError(thrown: DoctorError.Cancelled) == .Cancelled)
    }
}

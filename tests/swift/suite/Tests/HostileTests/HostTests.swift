import Foundation
import TestWorld
import Testing
import WalletDoctor

/// An app that misbehaves: what it answers is not known then, and the rest stands.
@Suite(.timeLimit(.minutes(2))) struct HostTests {
    static let config = #"{"provider_name":"Example Pay","locale":"en","deadline_ms":1500}"#
    struct Undeclared: Error { let text: String }

    private func diagnosed(_ answer: @escaping @Sendable () throws -> BalanceSheet) async throws -> Diagnosis {
        let doctor = try Doctor.open(
            configJson: Self.config, host: HostSources(balances: BalancesBy(answer)))
        return try await doctor.diagnose(Complaint(symptom: .balanceIncorrect))
    }

    @Test func whatItThrowsIsAnAnswerThatFailed() async throws {
        let errors: [any Error & Sendable] = [
            HostError.NotOffered, HostError.Failed(reason: ""), HostError.Failed(reason: "\u{0}"),
            HostError.Failed(reason: String(repeating: "x", count: 1 << 20)), Undeclared(text: ""),
            Undeclared(text: String(repeating: "é\n", count: 1 << 18)), CancellationError(),
            DoctorError.Internal(code: "", reason: ""), DecodingError.valueNotFound(Int.self, .init(codingPath: [], debugDescription: "")),
        ]
        for error in errors {
            let diagnosis = try await diagnosed { throw error }
            #expect(!diagnosis.causes.contains { $0.code.hasPrefix("data.") }, "\(error)")
        }
    }

    @Test(arguments: [Double.nan, .infinity, 1e18, -62_135_769_600, 64_092_211_200])
    func itsTimesMayMakeNoSense(asOf seconds: Double) async throws {
        _ = try await diagnosed {
            BalanceSheet(asOf: Date(timeIntervalSince1970: seconds), balances: [AssetBalance(asset: "CNY", total: "1")])
        }
    }

    @Test(arguments: ["", "one", "NaN", "1e9", "\u{0}", String(repeating: "9", count: 100_000)])
    func itsAmountsMayMakeNoSense(total: String) async throws {
        _ = try await diagnosed {
            BalanceSheet(asOf: Date(), balances: [AssetBalance(asset: "", total: total)])
        }
    }

    @Test func itMayAnswerALot() async throws {
        let many = (0..<10_000).map { AssetBalance(asset: "T\($0)", total: "\($0).000000000000000001") }
        _ = try await diagnosed { BalanceSheet(asOf: Date(), sequence: .max, balances: many) }
    }

    @Test func itMayHang() async throws {
        let door = Door()
        defer { door.open() }
        // It comes back while the host still hangs, or not at all.
        let diagnosis = try await diagnosed {
            door.pass()
            throw HostError.NotOffered
        }
        #expect(diagnosis.elapsedMs >= 1_000, "the host was given its time")
    }

    @Test func itMayCallBack() async throws {
        let doctor = Box<Doctor?>(nil)
        let called = Box<[String]>([])
        let opened = try Doctor.open(
            configJson: Self.config,
            host: HostSources(
                balances: BalancesBy {
                    let contacts = try doctor.get()?.contacts(.urgent)
                    called.change { $0.append("contacts \(contacts?.count ?? -1)") }
                    // A host answers at once or not at all, so it can't wait for another call; it may begin one.
                    let inner = doctor.get()
                    Task { _ = try await inner?.preflight(.transfer(Movement(money: Money(asset: "CNY", amount: "1")))) }
                    throw HostError.NotOffered
                }))
        doctor.set(opened)
        _ = try await opened.diagnose(Complaint(symptom: .balanceIncorrect))
        #expect(called.get().contains { $0.hasPrefix("contacts 0") })
        doctor.set(nil)
    }

    @Test func itMayCancelFromWithin() async throws {
        let doctor = Box<Doctor?>(nil)
        let door = Door()
        defer { door.open() }
        let opened = try Doctor.open(
            configJson: Self.config,
            host: HostSources(
                balances: BalancesBy {
                    try doctor.get()?.cancel()
                    // A diagnosis that is whole already may be given after all; without this answer it is not.
                    door.pass()
                    throw HostError.NotOffered
                }))
        doctor.set(opened)
        await #expect(throws: DoctorError.Cancelled) {
            try await opened.diagnose(Complaint(symptom: .balanceIncorrect))
        }
        doctor.set(nil)
    }

    @Test func itGoesWithItsDoctorAndNotBefore() async throws {
        let door = Door()
        weak var watched: BalancesBy?
        var doctor: Doctor?
        do {
            let host = BalancesBy {
                door.pass()
                throw HostError.NotOffered
            }
            watched = host
            doctor = try Doctor.open(configJson: Self.config, host: HostSources(balances: host))
        }
        let running = Task { [doctor] in try await doctor?.diagnose(Complaint(symptom: .balanceIncorrect)) }
        await door.arrived()
        // Nobody but the call has either of them now.
        doctor = nil
        #expect(watched != nil)
        #expect(try await running.value?.causes != nil, "a call goes on without its doctor")
        door.open()
        try await gone { watched == nil }
    }

    @Test func aDoctorThatIsLetGoEndsItsStreams() async throws {
        var doctor: Doctor? = try Doctor.open(configJson: Self.config)
        let streams = try (0..<3).map { _ in try #require(doctor).progress }
        doctor = nil
        for stream in streams {
            for await _ in stream { Issue.record("nothing was done") }
        }
    }

    /// The library lets go on a thread of its own, soon after; a test that waits in vain fails by its time limit.
    private func gone(_ isGone: () -> Bool) async throws {
        while !isGone() { await Task.yield() }
    }
}

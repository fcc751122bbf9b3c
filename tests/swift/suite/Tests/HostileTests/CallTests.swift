import Foundation
import TestWorld
import Testing
import WalletDoctor

/// Calls that are cancelled, that overlap, and that are many.
@Suite(.serialized, .timeLimit(.minutes(2))) struct CallTests {
    /// A doctor that asks a host which never answers, with a deadline far away.
    private func stuck(_ door: Door) throws -> Doctor {
        try Doctor.open(
            configJson: #"{"provider_name":"Example Pay","deadline_ms":20000}"#,
            host: HostSources(
                balances: BalancesBy {
                    door.pass()
                    throw HostError.NotOffered
                }))
    }

    @Test func aCancelledTaskEndsItsCallAndNoOther() async throws {
        let door = Door()
        defer { door.open() }
        let doctor = try stuck(door)
        let cancelled = Task { try await doctor.diagnose(Complaint(symptom: .balanceIncorrect)) }
        let other = Task { try await doctor.diagnose(Complaint(symptom: .balanceIncorrect)) }
        await door.arrived()
        cancelled.cancel()
        await #expect(throws: DoctorError.Cancelled) { try await cancelled.value }
        door.open()
        _ = try await other.value
        // And the library goes on.
        _ = try await doctor.diagnose(Complaint(symptom: .other))
    }

    @Test func aTaskThatWasCancelledBeforeBeginsNothing() async throws {
        let door = Door()
        defer { door.open() }
        let doctor = try stuck(door)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await doctor.diagnose(Complaint(symptom: .balanceIncorrect))
        }
        task.cancel()
        await #expect(throws: DoctorError.Cancelled) { try await task.value }
    }

    @Test func aDoctorCancelsAllOfItsCalls() async throws {
        let door = Door()
        defer { door.open() }
        let doctor = try stuck(door)
        let tasks = (0..<4).map { _ in Task { try await doctor.diagnose(Complaint(symptom: .balanceIncorrect)) } }
        await door.arrived()
        // One that has not begun yet would not be cancelled, so it is said until all have heard it.
        let saying = Task {
            while !Task.isCancelled {
                try doctor.cancel()
                await Task.yield()
            }
        }
        for task in tasks {
            await #expect(throws: DoctorError.Cancelled) { try await task.value }
        }
        saying.cancel()
        _ = try? await saying.value
    }

    @Test func manyCallsMayOverlap() async throws {
        let doctor = try Doctor.open(configJson: #"{"provider_name":"Example Pay"}"#)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<100 {
                group.addTask {
                    switch index % 3 {
                    case 0: _ = try await doctor.diagnose(Complaint(symptom: .other))
                    case 1: _ = try await doctor.preflight(.transfer(Movement(money: Money(asset: "CNY", amount: "1"))))
                    default: _ = try doctor.contacts(.urgent)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func manyMayWriteAtOnce() async throws {
        let folder = try Folder()
        let doctor = try Doctor.open(configJson: #"{"provider_name":"Example Pay"}"#, dataDir: folder.url)
        let channels = (0..<20).map { "chat \($0)" }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for channel in channels {
                group.addTask { try await doctor.logContact(ContactEntry(at: Date(), channel: channel)) }
            }
            try await group.waitForAll()
        }
        // They wait for each other, so that none is told that the folder is busy.
        #expect(Set(try await doctor.contactLog().map(\.channel)) == Set(channels))
    }

    @Test func twoDoctorsMayShareAFolder() async throws {
        let folder = try Folder()
        let open = { try Doctor.open(configJson: #"{"provider_name":"Example Pay"}"#, dataDir: folder.url) }
        let (first, second) = (try open(), try open())
        try await first.logContact(ContactEntry(at: Date(), channel: "chat"))
        // Of two, one has a folder for as long as a call takes; the other is told to try again.
        do {
            try await second.logContact(ContactEntry(at: Date(), channel: "mail"))
            #expect(try await second.contactLog().count == 2)
        } catch DoctorError.TryAgain(let code, _) {
            #expect(!code.isEmpty)
        }
    }

    @Test func aReaderThatDoesNotReadHoldsNobodyUp() async throws {
        let doctor = try Doctor.open(configJson: #"{"provider_name":"Example Pay"}"#)
        let unread = doctor.progress
        for _ in 0..<10 { _ = try await doctor.diagnose(Complaint(symptom: .other)) }
        var kept = 0
        try doctor.cancel()
        let reading = Task {
            var events = 0
            for await _ in unread { events += 1 }
            return events
        }
        await Task.yield()
        reading.cancel()
        kept = await reading.value
        #expect(kept <= 64)
    }

    @Test func openingOftenCostsNothingThatStays() async throws {
        func once() async throws {
            let doctor = try Doctor.open(
                configJson: HostTests.config,
                host: HostSources(balances: BalancesBy { throw HostError.NotOffered }))
            _ = try doctor.contacts(.normal)
        }
        // What is made once for all is there before it is counted.
        _ = try await Doctor.open(configJson: HostTests.config).diagnose(Complaint(symptom: .other))
        for _ in 0..<10 { try await once() }
        let before = try Process.used()
        for _ in 0..<500 { try await once() }
        let after = try Process.used()
        #expect(after.files <= before.files + 8, "\(before) to \(after)")
        #expect(after.threads <= before.threads + 8, "\(before) to \(after)")
    }
}

extension Process {
    struct Used { let files: Int, threads: Int }

    /// What this process has open, by Linux's word; nothing anywhere else.
    static func used() throws -> Used {
        let count = { (folder: String) in (try? FileManager.default.contentsOfDirectory(atPath: folder).count) ?? 0 }
        return Used(files: count("/proc/self/fd"), threads: count("/proc/self/task"))
    }
}

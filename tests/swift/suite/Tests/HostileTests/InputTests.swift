import Foundation
import TestWorld
import Testing
import WalletDoctor

/// What is passed wrongly is an error, and never the app's end.
@Suite struct InputTests {
    private func offline() throws -> Doctor {
        try Doctor.open(configJson: #"{"provider_name":"Example Pay","locale":"en"}"#)
    }

    @Test(arguments: [
        ("", "config"), ("{", "config"), ("[]", "config"), ("null", "config"),
        (#"{"provider_name":"Example Pay","deadline_ms":-1}"#, "deadline_ms"),
        (#"{"provider_name":"Example Pay","no_such_key":1}"#, "no_such_key"),
        (#"{"provider_name":"Example Pay","endpoints":[{"name":"a","role":"wallet","url":"ftp://x"}]}"#, "endpoints"),
        ("\u{0}", "config"),
    ]) func aBadConfigIsRefusedByName(config: String, named: String) throws {
        do {
            _ = try Doctor.open(configJson: config)
            Issue.record("opened with \(config)")
        } catch DoctorError.Config(let code, let reason) {
            #expect(reason.contains(named) || code == named, "\(code): \(reason)")
        }
    }

    @Test(arguments: [
        "", "\u{0}", "a\u{0}b", "\u{FEFF}", "\u{202E}abc", "👩‍👩‍👧‍👦", String(repeating: "é", count: 1 << 20),
    ]) func anyTextMayBeSaid(text: String) async throws {
        let doctor = try offline()
        let diagnosis = try await doctor.diagnose(
            Complaint(symptom: .other, messageSeen: text, transactionIds: [text], notMine: [text], note: text))
        let draft = try await doctor.draftReport(diagnosis, attachments: [.text(name: text, text: text)])
        #expect(try await !draft.preview().files.isEmpty)
        // What is empty was not said.
        #expect(diagnosis.complaint.note == (text.isEmpty ? nil : text))
    }

    @Test(arguments: ["", "x", "1e400", "NaN", "١٢", "1,5", "1.2.3", "--1", " 1", "0x10"])
    func anAmountThatIsNoneIsRefused(amount: String) async throws {
        let doctor = try offline()
        let complaint = Complaint(symptom: .other, money: Money(asset: "CNY", amount: amount))
        do {
            _ = try await doctor.diagnose(complaint)
            Issue.record("taken for an amount: \(amount)")
        } catch DoctorError.Input(let code, let reason) {
            #expect(code == "bad_input")
            #expect(reason.contains("complaint"), "\(reason)")
            #expect(amount.count < 2 || !reason.contains(amount), "what was passed is not repeated")
        }
    }

    @Test func anAmountMayBeOfAnySize() async throws {
        let amount = String(repeating: "9", count: 5_000) + "." + String(repeating: "1", count: 5_000)
        let complaint = Complaint(symptom: .other, money: Money(asset: "CNY", amount: amount))
        do {
            let diagnosis = try await offline().diagnose(complaint)
            #expect(diagnosis.complaint.money?.amount == amount)
        } catch DoctorError.Input {
            // A limit is as good; the point is that it is told.
        }
    }

    // Not as times: to write such a one out is too much for Foundation itself.
    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, 9_223_372_036_854_775_808, -9e15])
    func aTimeThatNoCalendarHasIsRefused(seconds: Double) async throws {
        let time = Date(timeIntervalSince1970: seconds)
        let doctor = try offline()
        await #expect(throws: DoctorError.self) {
            try await doctor.diagnose(Complaint(symptom: .other, beganAt: time))
        }
        await #expect(throws: DoctorError.self) {
            try await doctor.runRemedy(.resync, agreement: Agreement(at: time))
        }
        await #expect(throws: DoctorError.self) {
            try await doctor.logContact(ContactEntry(at: time, channel: "chat"))
        }
    }

    @Test func theEndsOfWhatFoundationKnowsAreTimes() async throws {
        let doctor = try offline()
        for time in [Date.distantPast, Date.distantFuture, Date(timeIntervalSince1970: -1.25)] {
            let diagnosis = try await doctor.diagnose(Complaint(symptom: .other, beganAt: time))
            let back = try #require(diagnosis.complaint.beganAt)
            #expect(abs(back.timeIntervalSince(time)) < 0.001, "\(time) came back as \(back)")
        }
    }

    @Test func idsOfNothingAreRefused() async throws {
        let folder = try Folder()
        let doctor = try Doctor.open(configJson: #"{"provider_name":"Example Pay"}"#, dataDir: folder.url)
        for id in ["", "x", "../../etc/passwd", "\u{0}", "01ARZ3NDEKTSV4RRFFQ69G5FAV", UUID().uuidString.lowercased()] {
            await #expect(throws: DoctorError.self) { try await doctor.withdraw(id) }
            await #expect(throws: DoctorError.self) { try await doctor.undo(id) }
            await #expect(throws: DoctorError.self) { try await doctor.export(id, to: folder.url) }
            await #expect(throws: DoctorError.self) { try await doctor.evidenceFile(id) }
            await #expect(throws: DoctorError.self) { try await doctor.uploadEnded(id, status: 204) }
        }
        let draft = try await doctor.draftReport(try await doctor.diagnose(Complaint(symptom: .other)))
        await #expect(throws: DoctorError.self) { try await draft.picture("nothing.png") }
        await #expect(throws: DoctorError.self) { try await draft.mask("nothing.png", []) }
        await #expect(throws: DoctorError.self) { try await draft.takeOut("nothing") }
    }

    @Test func withoutAFolderOrSupportTheMissingKeyIsNamed() async throws {
        let doctor = try offline()
        let draft = try await doctor.draftReport(try await doctor.diagnose(Complaint(symptom: .other)))
        do {
            _ = try await doctor.submit(draft, agreement: .now)
            Issue.record("sent to nobody")
        } catch DoctorError.Config(_, let reason) {
            #expect(reason.contains("data_dir") || reason.contains("support"), "\(reason)")
        }
    }

    @Test func aFolderThatCanNotBeWrittenIsAnError() async throws {
        let folder = try Folder()
        let file = try folder.write("a file", Data("x".utf8))
        let doctor = try Doctor.open(
            configJson: #"{"provider_name":"Example Pay"}"#, dataDir: file.appendingPathComponent("data"))
        // What was observed is told all the same.
        _ = try await doctor.diagnose(Complaint(symptom: .other))
        await #expect(throws: DoctorError.self) {
            try await doctor.logContact(ContactEntry(at: Date(), channel: "chat"))
        }
        await #expect(throws: DoctorError.self) { try await doctor.keepEvidence("W-1", .text(name: nil, text: "paid")) }
    }
}

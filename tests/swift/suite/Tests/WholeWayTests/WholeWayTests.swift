import Foundation
import SampleCase
import TestWorld
import Testing
import WalletDoctor

/// From a complaint to a ticket, through the public face, with a real provider and a real desk.
@Suite(.timeLimit(.minutes(3))) struct WholeWayTests {
    @Test func aStaleBalanceIsDiagnosedMendedAndReported() async throws {
        let world = try World(["balance_stale_cache", "cache_old"])
        let app = world.app()
        let doctor = try world.doctor(app.host)
        let progress = doctor.progress
        let diagnosis = try await doctor.diagnose(Complaint(symptom: .balanceIncorrect))
        #expect(diagnosis.causes.first?.code == "data.cache_stale")
        #expect(diagnosis.causes.first?.certainty == .almostCertain)
        #expect(!diagnosis.money.isEmpty)
        #expect(diagnosis.causes.first?.evidenceFor.isEmpty == false)

        let remedy = try #require(diagnosis.remedies.first)
        let outcome = try await doctor.runRemedy(remedy, agreement: .now)
        let cleared = try #require(outcome.cleared)
        #expect(cleared.files == 3)
        #expect(outcome.helped == true)
        #expect(try await doctor.pendingSweeps().map(\.id) == [cleared.sweep])
        try await doctor.confirm(cleared.sweep)
        #expect(try await doctor.pendingSweeps().isEmpty)
        #expect(try app.cached().balances.first?.total == "1280.50")

        let draft = try await doctor.draftReport(diagnosis)
        let submission = try await doctor.submit(draft, agreement: .now)
        guard case .delivered(let ticket, let reply, _) = submission.state else {
            Issue.record("not delivered: \(submission.state)")
            return
        }
        #expect(ticket?.hasPrefix("WD-") == true)
        #expect(Int(reply ?? 0) == 24 * 60 * 60)
        let polled = try await doctor.pollTickets()
        #expect(polled.first?.ticket?.state == .open)
        let closed = try await doctor.closeTicket(submission.id, helped: true)
        guard case .closed(_, let helped, _) = closed.state else {
            Issue.record("not closed: \(closed.state)")
            return
        }
        #expect(helped == true)

        let told = await World.told(progress, until: \.isUpload)
        guard case .planned(let steps) = told.first else {
            Issue.record("begins with \(String(describing: told.first))")
            return
        }
        let ended = told.compactMap { event -> StepKind? in
            if case .stepFinished(let step, _, _) = event { step } else { nil }
        }
        #expect(Set(ended) == Set(steps))
        #expect(ended.count == steps.count, "each step ends once")
    }

    @Test func aRemedyCanBeUndone() async throws {
        let world = try World(["balance_stale_cache"])
        let root = try #require(world.caseFile.answers.caches?.first?.root)
        let before = try FileManager.default.contentsOfDirectory(atPath: root).sorted()
        let doctor = try world.doctor()
        let diagnosis = try await doctor.diagnose(Complaint(symptom: .balanceIncorrect))
        let outcome = try await doctor.runRemedy(try #require(diagnosis.remedies.first), agreement: .now)
        #expect(try FileManager.default.contentsOfDirectory(atPath: root).isEmpty)
        try await doctor.undo(try #require(outcome.cleared).sweep)
        #expect(try FileManager.default.contentsOfDirectory(atPath: root).sorted() == before)
    }

    @Test func aReportShowsWhatItHoldsAndHidesWhatItMust() async throws {
        let world = try World()
        let doctor = try world.doctor()
        let complaint = Complaint(
            symptom: .withdrawalFailed, transactionIds: ["W-12"], note: "my card is 4111 1111 1111 1111, help")
        let diagnosis = try await doctor.diagnose(complaint)
        let picture = try world.folder.write("shot.png", Pictures.gradient)
        let log = try world.folder.write("app.log", Data("password=hunter2-and-more\nall is well\n".utf8))
        let draft = try await doctor.draftReport(
            diagnosis,
            attachments: [
                .text(name: "notes.txt", text: "mail li.lei@example.com"), .file(log), .picture(picture),
                .file(world.folder.url.appendingPathComponent("missing.log")),
            ])

        let preview = try await draft.preview()
        let text = preview.files.compactMap(\.text).joined(separator: "\n")
        for secret in ["4111 1111", "4111111111111111", "hunter2", "li.lei@"] {
            #expect(!text.contains(secret))
        }
        #expect(text.contains("all is well"))
        #expect(text.contains("W-12"))
        #expect(Set(preview.redactions.map(\.rule)).isSuperset(of: ["card", "email"]))
        #expect(preview.sightings.isEmpty)
        #expect(preview.leftOut.map(\.why) == [.unreadable])

        let shown = try #require(preview.files.first { $0.isPicture })
        #expect(shown.sizeToMask == PictureSize(width: 16, height: 16))
        #expect(preview.files.allSatisfy { $0.isPicture == ($0.sizeToMask != nil) })
        let uncovered = try await draft.picture(shown.name)
        try await draft.mask(shown.name, [Mask(x: 0, y: 0, width: 8, height: 16)])
        let covered = try await draft.picture(shown.name)
        #expect(covered != uncovered)
        #expect(covered.starts(with: [0x89, 0x50, 0x4E, 0x47]) || covered.starts(with: [0xFF, 0xD8]))

        let note = try #require(preview.items.first { $0.kind == .note })
        let transaction = try #require(preview.items.first { $0.kind == .transaction })
        try await draft.takeOut(note.id)
        try await draft.takeOut(transaction.id)
        try await draft.takeOut(shown.name)
        let less = try await draft.preview()
        #expect(!less.files.compactMap(\.text).joined().contains("W-12"))
        #expect(!less.files.contains { $0.isPicture })
        #expect(!less.items.contains { [note.id, transaction.id, shown.name].contains($0.id) })
        await #expect(throws: DoctorError.self) { try await draft.picture(shown.name) }
    }

    @Test func aReportIsKeptSharedTakenBackAndSentAfterAll() async throws {
        let world = try World()
        let doctor = try world.doctor()
        let draft = try await doctor.draftReport(try await doctor.diagnose(Complaint(symptom: .other)))
        // The phone does not say what its connection costs.
        try await draft.setUnmeteredOnly(true)
        let queued = try await doctor.submit(draft, agreement: .now)
        #expect(queued.heldBack == .metered)
        #expect(queued.unmeteredOnly)

        let shared = try await doctor.export(queued.id, to: world.folder.url)
        #expect(try Data(contentsOf: shared).count == Int(queued.size))
        let carried = try #require(try await doctor.pendingUpload())
        #expect(carried.id == queued.id)
        let request = try #require(carried.request)
        #expect(request.httpMethod == "PATCH")
        #expect(request.value(forHTTPHeaderField: "Tus-Resumable") == "1.0.0")
        #expect(try await doctor.pendingUpload() == nil, "it is in the app's hands")
        try await doctor.uploadEnded(carried.id, status: nil)

        let withdrawn = try await doctor.withdraw(queued.id)
        guard case .withdrawn = withdrawn.state else {
            Issue.record("not withdrawn: \(withdrawn.state)")
            return
        }
        let again = try await doctor.sendAgain(queued.id)
        guard case .queued = again.state else {
            Issue.record("not queued: \(again.state)")
            return
        }
        try await doctor.sendOverUnmeteredOnly(queued.id, false)
        let sent = try await doctor.flushOutbox()
        guard case .delivered = sent.first?.state else {
            Issue.record("not delivered: \(sent)")
            return
        }
        try await doctor.forgetSubmission(queued.id)
        #expect(try await doctor.submissions().isEmpty)
    }

    @Test func whatStandsInTheWayIsToldBefore() async throws {
        let world = try World()
        let doctor = try world.doctor()
        let tooMuch = Money(asset: "CNY", amount: "99999.00")
        let preflight = try await doctor.preflight(.withdrawal(Movement(money: tooMuch)))
        #expect(preflight.operation == .withdrawal)
        let unmet = try #require(preflight.unmet.first { $0.cause.hasPrefix("funds.") })
        guard case .amount(let missed) = unmet.missedBy else {
            Issue.record("missed by \(String(describing: unmet.missedBy))")
            return
        }
        #expect(missed.asset == "CNY")
        try await doctor.recordAttempt(.withdrawal, .failed)
        try await doctor.settle()
    }

    @Test func contactsAndEvidenceStayOnThePhone() async throws {
        let world = try World()
        let doctor = try world.doctor(language: .zhHans)
        #expect(try !doctor.contacts(.normal).isEmpty)
        let entry = ContactEntry(at: Date(timeIntervalSince1970: 1_780_000_000), channel: "chat", said: "wait a day")
        try await doctor.logContact(entry)
        #expect(try await doctor.contactLog() == [entry])

        let picture = try world.folder.write("receipt.png", Pictures.gradient)
        let kept = try await doctor.keepEvidence("W-12", .image(picture, name: "receipt"))
        let receipt = NewEvidence.text(name: nil, text: "paid")
        try await doctor.keepEvidence("W-13", receipt)
        #expect(try await doctor.keepEvidence("W-13", receipt) != kept)
        #expect(try await doctor.evidence().count == 2)
        #expect(try Data(contentsOf: await doctor.evidenceFile(kept)) == Pictures.gradient)

        let diagnosis = try await doctor.diagnose(Complaint(symptom: .paymentNotReceived, transactionIds: ["W-12"]))
        #expect(diagnosis.language == .zhHans)
        let found = try await doctor.evidenceFor(diagnosis)
        #expect(found.map(\.id) == [kept])
        let draft = try await doctor.draftReport(diagnosis)
        try await draft.addEvidence(found)
        try await draft.setContactLog(try await doctor.contactLog())
        let preview = try await draft.preview()
        #expect(preview.files.contains { $0.isPicture })
        #expect(preview.items.contains { $0.kind == .contact })

        try await doctor.forgetEvidence(kept)
        try await doctor.forgetContacts()
        try await doctor.forgetBalances()
        #expect(try await doctor.evidence().count == 1)
        #expect(try await doctor.contactLog().isEmpty)
    }
}

import Foundation
import SampleCase
@testable import SampleModel
import TestWorld
import Testing
import WalletDoctor

/// What the sample's buttons do, against a real provider and a real desk.
@MainActor @Suite(.timeLimit(.minutes(2))) struct VisitTests {
    @Test func fromTheComplaintToTheTicket() async throws {
        let world = try World(["balance_stale_cache", "cache_old"])
        let visit = Visit(doctor: try world.doctor(language: .zhHans), files: world.files) {
            [.text(name: "app.log", text: "card 4111 1111 1111 1111\n")]
        }
        var phases: [VisitState.Phase] = []
        visit.onChange = { if phases.last != $0.phase { phases.append($0.phase) } }
        visit.choose(.balanceIncorrect)
        visit.say(note: "余额不对")
        await visit.diagnose()
        #expect(phases == [.asking, .looking, .answered])
        #expect(visit.state.problem == nil)
        #expect(visit.state.diagnosis?.causes.first?.code == "data.cache_stale")

        let remedy = try #require(visit.state.remedies.first)
        await visit.run(remedy.id)
        guard case .waiting(let outcome) = visit.state.remedies.first?.standing else {
            Issue.record("not done: \(visit.state.remedies)")
            return
        }
        #expect(outcome.helped == true)
        await visit.confirm(remedy.id)
        #expect(visit.state.remedies.first?.standing == .confirmed)

        await visit.prepareReport()
        let report = try #require(visit.state.report)
        #expect(report.redacted > 0)
        #expect(!report.canBeSent, "nobody has agreed yet")
        await visit.send()
        #expect(visit.state.submissions.isEmpty)
        visit.agree(true)
        #expect(visit.state.report?.canBeSent == true)
        let note = try #require(report.preview.items.first { $0.kind == .note })
        await visit.takeOut(note.id)
        #expect(visit.state.report?.isAgreedTo == false, "what was agreed to has changed")
        visit.agree(true)
        await visit.send()
        #expect(visit.state.report == nil)
        let submission = try #require(visit.state.submissions.first)
        #expect(Words.key(submission.state) == "submission.delivered")
        await visit.askSupport()
        #expect(visit.state.submissions.first?.ticket?.state == .open)
        #expect(!FileManager.default.fileExists(atPath: world.files.path), "nothing is shared before it is asked for")
        let shared = try #require(await visit.export(submission.id))
        #expect(shared.pathExtension == "wdr")
        visit.shared()
        #expect(!FileManager.default.fileExists(atPath: shared.path))

        await visit.diagnose()
        #expect(visit.state.submissions.map(\.id) == [submission.id], "another diagnosis keeps what was sent")
        #expect(visit.state.remedies.allSatisfy { $0.id > remedy.id }, "what is asked of one is not done to another")
    }

    @Test func whatWasClearedComesBack() async throws {
        let world = try World(["balance_stale_cache"])
        let visit = Visit(doctor: try world.doctor(), files: world.files)
        await visit.diagnose()
        let remedy = try #require(visit.state.remedies.first)
        await visit.run(remedy.id)
        await visit.undo(remedy.id)
        #expect(visit.state.remedies.first?.standing == .undone)
        await visit.confirm(remedy.id)
        #expect(visit.state.remedies.first?.standing == .undone, "there is nothing to confirm any more")
    }

    @Test func anotherStartShowsWhatIsNotDecidedAndWhatWasSent() async throws {
        let world = try World(["balance_stale_cache"])
        let first = Visit(doctor: try world.doctor(), files: world.files)
        await first.diagnose()
        await first.run(try #require(first.state.remedies.first).id)
        #expect(first.state.sweeps.isEmpty, "its line has the buttons")
        await first.prepareReport()
        first.agree(true)
        await first.send()
        await first.diagnose()
        #expect(first.state.sweeps.count == 1, "another diagnosis has lines of its own")

        let second = Visit(doctor: try world.doctor(), files: world.files)
        await second.start()
        #expect(second.state.problem == nil)
        #expect(second.state.submissions.map(\.id) == first.state.submissions.map(\.id))
        let sweep = try #require(second.state.sweeps.first)
        await second.undo(sweep: sweep.id)
        #expect(second.state.sweeps.isEmpty)
        await second.diagnose()
        await second.attach(Pictures.gradient)
        await second.start()
        #expect(FileManager.default.fileExists(atPath: second.state.pictures.first?.path ?? ""), "it has started already")
    }

    @Test func aPictureIsAFileOnlyUntilItIsSent() async throws {
        let world = try World()
        let visit = Visit(doctor: try world.doctor(), files: world.files)
        let files = { (try? FileManager.default.contentsOfDirectory(atPath: world.files.path)) ?? [] }
        for isSent in [false, true] {
            await visit.diagnose()
            await visit.attach(Pictures.gradient)
            #expect(files().count == 1)
            await visit.prepareReport()
            let file = try #require(visit.state.report?.preview.files.first { $0.isPicture })
            let shown = visit.state.report?.pictures[file.name]
            let size = try #require(file.sizeToMask)
            await visit.cover(file.name, [Covering.mask(part: CGRect(x: 0, y: 0, width: 1, height: 1), of: size)])
            #expect(visit.state.problem == nil)
            #expect(visit.state.report?.pictures[file.name] != shown)
            visit.agree(true)
            if isSent { await visit.send() } else { await visit.discardReport() }
            #expect(visit.state.submissions.count == (isSent ? 1 : 0))
            #expect(files().isEmpty)
        }
        await visit.diagnose()
        await visit.attach(nil)
        #expect(visit.state.problem == .picture)
        await visit.attach(Pictures.gradient)
        #expect(visit.state.problem == nil)
        await Visit(doctor: try world.doctor(), files: world.files).start()
        #expect(files().isEmpty, "what an app that was stopped has left")
    }

    @Test func oneThingIsDoneAtATime() async throws {
        let door = Door()
        defer { door.open() }
        let asked = Box(0)
        let doctor = try Doctor.open(
            configJson: #"{"provider_name":"Example Pay","deadline_ms":20000}"#,
            host: HostSources(
                balances: BalancesBy {
                    asked.change { $0 += 1 }
                    door.pass()
                    throw HostError.NotOffered
                }))
        let visit = Visit(doctor: doctor, files: try Folder().url)
        let first = Task { await visit.diagnose() }
        await door.arrived()
        #expect(visit.state.isBusy)
        await visit.diagnose()
        await visit.prepareReport()
        #expect(visit.state.phase == .looking)
        door.open()
        await first.value
        #expect(visit.state.phase == .answered)
        #expect(!visit.state.isBusy)
        #expect(asked.get() == 1)
    }

    @Test func whatThePersonHasToDoIsSaidByTheCode() {
        let table: [(String, Problem)] = [
            ("left_in", .leftIn), ("no_space", .noSpace), ("outbox_no_space", .noSpace), ("outbox_full", .reportsFull),
            ("evidence_full", .receiptsFull), ("outbox_too_large", .tooLarge), ("outbox_target_exists", .fileThere),
            ("picture_mask_outside", .picture), ("picture_too_detailed", .picture), ("", .person), ("new_code", .person),
        ]
        for (code, problem) in table {
            #expect(Problem(DoctorError.NeedsPerson(code: code, reason: "left_in")) == problem, "\(code)")
        }
    }

    @Test func whatCameOfARemedyIsNotPromised() {
        let sweep = Cleared(sweep: "", files: 0, bytes: 0, left: 0)
        let word = { (cleared: Cleared?, resync: Resync, helped: Bool?) in
            Words.key(RemedyOutcome(remedy: .resync, cleared: cleared, resync: resync, helped: helped))
        }
        #expect(word(nil, .done, true) == "outcome.helped")
        #expect(word(nil, .done, false) == "outcome.not_helped")
        #expect(word(nil, .done, nil) == "outcome.done")
        #expect(word(nil, .failed, nil) == "outcome.failed")
        #expect(word(sweep, .failed, false) == "outcome.not_fetched")
        #expect(word(nil, .notOffered, false) == "outcome.not_helped")
    }

    @Test func stoppingIsNoProblem() async throws {
        let door = Door()
        defer { door.open() }
        let doctor = try Doctor.open(
            configJson: #"{"provider_name":"Example Pay","deadline_ms":20000}"#,
            host: HostSources(
                balances: BalancesBy {
                    door.pass()
                    throw HostError.NotOffered
                }))
        let visit = Visit(doctor: doctor, files: try Folder().url)
        let asked = Task { await visit.diagnose() }
        await door.arrived()
        visit.stop()
        await asked.value
        #expect(visit.state.phase == .asking)
        #expect(visit.state.problem == nil)
    }

    @Test func whatGoesWrongIsSaidInWordsThatHelp() async throws {
        // Without a folder and without support there is nowhere to send to.
        let visit = Visit(
            doctor: try Doctor.open(configJson: #"{"provider_name":"Example Pay"}"#), files: try Folder().url)
        await visit.diagnose()
        await visit.prepareReport()
        visit.agree(true)
        await visit.send()
        #expect(visit.state.problem == .config)
        #expect(visit.state.report != nil, "it can be sent once that is mended")
    }

    @Test func someSharedScenariosReachTheScreen() async throws {
        let stage = try Stage()
        for name in ["captive_portal", "session_expired", "healthy", "bank_maintenance"] {
            let scenario = try stage.play(name)
            let doctor = try Doctor.open(
                configJson: scenario.caseFile.configJson, host: RecordedApp(scenario.caseFile.answers).host)
            let visit = Visit(doctor: doctor, files: try Folder().url)
            visit.choose(scenario.complaint.symptom)
            visit.say(message: scenario.complaint.messageSeen ?? "")
            await visit.diagnose()
            #expect(visit.state.diagnosis?.causes.first?.code == scenario.expected.top, "\(name)")
            #expect(!visit.state.steps.isEmpty)
        }
    }
}

import Foundation
import SampleCase
import SampleModel
import TestWorld
import Testing
import WalletDoctor

/// What the sample's buttons do, against a real provider and a real desk.
@MainActor @Suite(.timeLimit(.minutes(2))) struct VisitTests {
    @Test func fromTheComplaintToTheTicket() async throws {
        let world = try World(["balance_stale_cache", "cache_old"])
        let visit = Visit(doctor: try world.doctor(language: .zhHans)) {
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
        guard case .done(let outcome) = visit.state.remedies.first?.standing else {
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
        #expect(visit.state.submission == nil)
        visit.agree(true)
        #expect(visit.state.report?.canBeSent == true)
        let note = try #require(report.preview.items.first { $0.kind == .note })
        await visit.takeOut(note.id)
        #expect(visit.state.report?.isAgreedTo == false, "what was agreed to has changed")
        visit.agree(true)
        await visit.send()
        #expect(visit.state.report == nil)
        let submission = try #require(visit.state.submission)
        #expect(Words.key(submission.state) == "submission.delivered")
        await visit.askSupport()
        #expect(visit.state.submission?.ticket?.state == .open)
        let shared = await visit.export(to: world.folder.url)
        #expect(shared?.pathExtension == "wdr")
    }

    @Test func whatWasClearedComesBack() async throws {
        let world = try World(["balance_stale_cache"])
        let visit = Visit(doctor: try world.doctor())
        await visit.diagnose()
        let remedy = try #require(visit.state.remedies.first)
        await visit.run(remedy.id)
        await visit.undo(remedy.id)
        #expect(visit.state.remedies.first?.standing == .undone)
        await visit.confirm(remedy.id)
        #expect(visit.state.remedies.first?.standing == .undone, "there is nothing to confirm any more")
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
        let visit = Visit(doctor: doctor)
        let asked = Task { await visit.diagnose() }
        await door.arrived()
        visit.stop()
        await asked.value
        #expect(visit.state.phase == .asking)
        #expect(visit.state.problem == nil)
    }

    @Test func whatGoesWrongIsSaidInWordsThatHelp() async throws {
        // Without a folder and without support there is nowhere to send to.
        let visit = Visit(doctor: try Doctor.open(configJson: #"{"provider_name":"Example Pay"}"#))
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
            let visit = Visit(doctor: doctor)
            visit.choose(scenario.complaint.symptom)
            visit.say(message: scenario.complaint.messageSeen ?? "")
            await visit.diagnose()
            #expect(visit.state.diagnosis?.causes.first?.code == scenario.expected.top, "\(name)")
            #expect(!visit.state.steps.isEmpty)
        }
    }
}

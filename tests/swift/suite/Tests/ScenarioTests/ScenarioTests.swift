import Foundation
import SampleCase
import TestWorld
import Testing
import WalletDoctor

/// Every scenario that can be played from outside of Rust, one after the other.
@Suite struct ScenarioTests {
    @Test func everyScenarioIsDiagnosedAsItSays() async throws {
        let stage = try Stage()
        let only = (ProcessInfo.processInfo.environment["SCENARIOS"] ?? "").split(separator: ",")
        let all = stage.scenarios
        let wanted = only.isEmpty ? all : all.filter { name in only.contains { name.contains($0) } }
        #expect(only.isEmpty ? wanted.count > 300 : !wanted.isEmpty)
        for name in wanted {
            let wrong = try await played(stage.play(name))
            #expect(wrong.isEmpty, "\(name): \(wrong.joined(separator: "; "))")
        }
    }

    private func played(_ scenario: Scenario) async throws -> [String] {
        // What the host is: held by the doctor alone.
        let doctor = try Doctor.open(
            configJson: scenario.caseFile.configJson, host: RecordedApp(scenario.caseFile.answers).host)
        for attempts in scenario.attempts {
            for _ in 0..<attempts.failed {
                try await doctor.recordAttempt(attempts.operation, .failed)
            }
        }
        let diagnosis = try await doctor.diagnose(scenario.complaint)
        return scenario.expected.complaints(about: diagnosis.causes.map { ($0.code, $0.certainty) })
    }

    @Test func theJudgeFindsWhatIsWrong() {
        let expected = Expectation(
            top: "a.b", certaintyAtLeast: "likely", order: ["a.b", "c.d"], also: ["e.f"], never: ["g.", "c.d"])
        let right: [(String, Certainty)] = [("a.b", .likely), ("c.d", .possible), ("e.f", .possible)]
        #expect(expected.complaints(about: right).isEmpty)
        #expect(expected.complaints(about: [("a.b", .possible)] + right.dropFirst()) == ["a.b is only possible"])
        #expect(expected.complaints(about: right + [("g.h", .possible)]) == ["g.h must not be named"])
        #expect(expected.complaints(about: [right[1], right[0], right[2]]).count == 3)
        #expect(expected.complaints(about: [right[0], right[1]]).count == 1)
        #expect(expected.complaints(about: []).count == 3)
        let unsure = Expectation(top: "a.b", certaintyAtMost: "possible")
        #expect(unsure.complaints(about: [right[0]]) == ["a.b is already likely"])
        #expect(Expectation(top: nil).complaints(about: [right[0]]).count == 1)
    }
}

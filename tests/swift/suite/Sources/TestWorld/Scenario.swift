import Foundation
import SampleCase
import WalletDoctor

/// A scenario that is being played: its world is up until the next one is asked for.
public struct Scenario {
    public let name: String
    public let caseFile: CaseFile
    public let complaint: Complaint
    public let attempts: [Attempts]
    public let expected: Expectation

    public struct Attempts: Decodable, Sendable {
        public let operation: OperationKind
        public let failed: Int
    }
}

/// What plays the shared scenarios (tests/scenarios).
public final class Stage {
    private let program: Program
    public let scenarios: [String]

    public init() throws {
        program = try Program("WALLET_DOCTOR_STAGE")
        struct Names: Decodable { let scenarios: [String] }
        scenarios = try JSONDecoder().decode(Names.self, from: program.hear()).scenarios
    }

    public func play(_ name: String) throws -> Scenario {
        try program.say(name)
        let json = try JSONSerialization.jsonObject(with: program.hear()) as? [String: Any] ?? [:]
        let missing = Program.Silent(program: "the stage, of \(name)")
        guard let config = json["config"], let app = json["app"], let complaint = json["complaint"],
            let attempts = json["attempts"], let expect = json["expect"]
        else { throw missing }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return Scenario(
            name: name,
            caseFile: try CaseFile(config: config, app: app),
            complaint: try RecordedJson.decode(Complaint.self, from: complaint, under: "complaint"),
            attempts: try RecordedJson.decode([Scenario.Attempts].self, from: attempts, under: "attempts"),
            expected: try decoder.decode(
                Expectation.self, from: JSONSerialization.data(withJSONObject: expect)))
    }
}

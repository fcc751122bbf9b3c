import Foundation
import SampleCase
import SampleModel
import TestWorld
import Testing
import WalletDoctor

/// What lies beside the sample's code.
@Suite struct SampleFilesTests {
    private static let sample = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("../../../../../ios-sample").standardized

    private struct Catalog: Decodable {
        struct Entry: Decodable { let localizations: [String: Localization] }
        struct Localization: Decodable { let stringUnit: Unit }
        struct Unit: Decodable { let value: String }
        let strings: [String: Entry]
    }

    private static let everyKey: Set<String> = {
        let states: [SubmissionState] = [
            .queued, .delivered(ticket: nil, expectedReplyS: nil, at: Date()), .answered(ticket: nil, at: Date()),
            .closed(ticket: nil, helped: nil, at: Date()), .expired(at: Date()), .withdrawn(at: Date()),
        ]
        let remedies: [Remedy] = [
            .clearCache(cacheId: "", label: "", why: .stale, files: 0, bytes: 0), .resync, .signInAgain,
        ]
        let sweep = Cleared(sweep: "", files: 0, bytes: 0, left: 0)
        let outcomes: [RemedyOutcome] = [nil, true, false].flatMap { helped in
            [nil, sweep].flatMap { cleared in
                [.done, .failed, .notOffered].map { resync in
                    RemedyOutcome(remedy: .resync, cleared: cleared, resync: resync, helped: helped)
                }
            }
        }
        let standings: [VisitState.Standing] = [.waiting, .running, .fine, .trouble]
        let certainties: [Certainty] = [.almostCertain, .likely, .possible]
        var keys = Words.Screen.allCases.map(\.rawValue) + Problem.allCases.map(\.rawValue)
        keys += Words.symptoms.map(Words.key) + Words.steps.map(Words.key) + states.map(Words.key)
        let sweeps: [SweepState] = [.waiting, .unfinished, .damaged]
        keys += remedies.map(Words.consent) + outcomes.map(Words.key) + sweeps.map(Words.key)
        keys += remedies.map(Words.key) + standings.map(Words.key) + certainties.map(Words.key)
        return Set(keys)
    }()

    @Test func everyWordIsThereInBothLanguages() throws {
        let file = Self.sample.appendingPathComponent("App/Localizable.xcstrings")
        let catalog = try JSONDecoder().decode(Catalog.self, from: Data(contentsOf: file))
        #expect(Set(catalog.strings.keys) == Self.everyKey)
        for (key, entry) in catalog.strings {
            let said = entry.localizations.mapValues(\.stringUnit.value)
            #expect(Set(said.keys) == ["en", "zh-Hans"], "\(key)")
            #expect(said.values.allSatisfy { !$0.isEmpty }, "\(key)")
            for placeholder in ["%@", "%lld"] {
                let has = key.contains(placeholder)
                #expect(said.values.allSatisfy { $0.contains(placeholder) == has }, "\(key)")
            }
        }
        #expect(Words.symptoms.count == Set(Words.symptoms).count)
        #expect(Words.symptoms.count == 14)
    }

    @Test func theProjectHoldsTogether() throws {
        let file = Self.sample.appendingPathComponent("WalletDoctorSample.xcodeproj/project.pbxproj")
        let text = try String(contentsOf: file, encoding: .utf8)
        let pattern = try Regex("[0-9A-F]{24}")
        let named = Set(text.matches(of: pattern).map { String(text[$0.range]) })
        let defined = Set(
            text.split(separator: "\n").compactMap { line -> String? in
                let line = line.drop { $0 == "\t" }
                guard line.contains(" = {"), let id = line.prefixMatch(of: pattern) else { return nil }
                return String(line[id.range])
            })
        #expect(named == defined)
        for path in ["App", "Info.plist", "Model/Package.swift", "../bindings/swift/Package.swift"] {
            #expect(FileManager.default.fileExists(atPath: Self.sample.appendingPathComponent(path).path), "\(path)")
        }
    }

    /// XcodeGen writes a property list of its own over the one that `info` names.
    @Test func theOtherProjectLeavesThePropertyListAsItIs() throws {
        let spec = try String(contentsOf: Self.sample.appendingPathComponent("project.yml"), encoding: .utf8)
        #expect(!spec.contains(" info:"))
        #expect(spec.contains("INFOPLIST_FILE: Info.plist"))
    }

    @Test func propertyListsCanBeRead() throws {
        for path in ["Info.plist", "../bindings/swift/Sources/WalletDoctor/PrivacyInfo.xcprivacy"] {
            let data = try Data(contentsOf: Self.sample.appendingPathComponent(path))
            let list = try PropertyListSerialization.propertyList(from: data, format: nil) as? [String: Any]
            #expect(list?.isEmpty == false, "\(path)")
        }
    }

    @Test func freeStorageInAReportHasItsReason() throws {
        let file = Self.sample.appendingPathComponent("../bindings/swift/Sources/WalletDoctor/PrivacyInfo.xcprivacy")
        let list = try PropertyListSerialization.propertyList(from: Data(contentsOf: file), format: nil) as? [String: Any]
        let accessed = try #require(list?["NSPrivacyAccessedAPITypes"] as? [[String: Any]])
        let space = try #require(
            accessed.first { $0["NSPrivacyAccessedAPIType"] as? String == "NSPrivacyAccessedAPICategoryDiskSpace" })
        #expect(space["NSPrivacyAccessedAPITypeReasons"] as? [String] == ["7D9E.1", "E174.1"])
    }

    @Test func whatWasDrawnIsCoveredWhole() {
        let size = PictureSize(width: 100, height: 50)
        let mask = { (x: Double, y: Double, width: Double, height: Double) in
            Covering.mask(part: CGRect(x: x, y: y, width: width, height: height), of: size)
        }
        #expect(mask(0, 0, 1, 1) == Mask(x: 0, y: 0, width: 100, height: 50))
        #expect(mask(0.255, 0.255, 0.1, 0.1) == Mask(x: 25, y: 12, width: 11, height: 6))
        #expect(mask(0.9, 0.9, 0.5, 0.5) == Mask(x: 90, y: 45, width: 10, height: 5))
        #expect(mask(0.995, 0, 0.5, 1) == Mask(x: 99, y: 0, width: 1, height: 50))
        #expect(mask(.nan, 0, 1, 1).width == 0)
    }

    @Test func aCaseOfAnotherMachineIsMovedHere() async throws {
        let world = try World(["balance_stale_cache"])
        #expect(world.caseFile.hasOwnAuthority, "a system would refuse its certificates")
        #expect(try !CaseFile(json: Data(#"{"doctor":{"provider_name":"Example Pay"}}"#.utf8)).hasOwnAuthority)
        let here = try Folder()
        let moved = try world.caseFile.moved(into: here.url)
        let root = try #require(moved.answers.caches?.first?.root)
        #expect(root.hasPrefix(here.url.path))
        let doctor = try Doctor.open(
            configJson: moved.configJson, host: RecordedApp(moved.answers).host, dataDir: world.data)
        let diagnosis = try await doctor.diagnose(Complaint(symptom: .balanceIncorrect))
        let outcome = try await doctor.runRemedy(try #require(diagnosis.remedies.first), agreement: .now)
        #expect(outcome.cleared?.files == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: root).isEmpty)
    }

    @Test func timesAreReadWithAnyFraction() throws {
        for (text, seconds) in [
            ("2026-11-28T04:50:54Z", 0.0), ("2026-11-28T04:50:54.5Z", 0.5), ("2026-11-28T04:50:54.927693760Z", 0.92769376),
        ] {
            let whole = try #require(RecordedJson.time("2026-11-28T04:50:54Z"))
            let time = try #require(RecordedJson.time(text))
            #expect(abs(time.timeIntervalSince(whole) - seconds) < 0.000_001)
        }
        for text in ["", "now", "2026-11-28", "2026-11-28T04:50:54.Z", "2026-11-28T04:50:54.5"] {
            #expect(RecordedJson.time(text) == nil, "\(text)")
        }
    }
}

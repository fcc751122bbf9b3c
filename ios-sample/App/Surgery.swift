import Foundation
import SampleCase
import WalletDoctor

/// The doctor with the case that lies in the app's Documents, or else in the app itself.
struct Surgery {
    let doctor: Doctor
    /// Nothing where the system would refuse the intake's certificate: then only the doctor itself can send.
    let uploads: BackgroundUploads?

    static let caseName = "case.json"

    static func open() throws -> Surgery {
        let documents = try FileManager.default.url(
            for: .documentDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
        let caches = try FileManager.default.url(
            for: .cachesDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
        let given = documents.appendingPathComponent(caseName)
        let file = FileManager.default.fileExists(atPath: given.path) ? given : Bundle.main.url(forResource: "case", withExtension: "json")
        guard let file else { throw CaseFile.Unreadable(why: "no \(caseName)") }
        let recorded = try CaseFile(json: Data(contentsOf: file)).moved(into: caches)
        let app = RecordedApp(recorded.answers)
        let answers = app.host
        let doctor = try Doctor.open(
            configJson: recorded.configJson,
            // The wallet's side is the case's; the phone is this one.
            host: HostSources(
                balances: answers.balances, transactions: answers.transactions, account: answers.account,
                network: AppleNetworkSource(), app: AppleAppSource(), caches: answers.caches),
            dataDir: DoctorFolder.prepare(),
            language: language)
        return Surgery(
            doctor: doctor, uploads: recorded.hasOwnAuthority ? nil : BackgroundUploads(doctor: doctor))
    }

    /// The one that the app is shown in.
    private static var language: Language {
        Bundle.main.preferredLocalizations.first?.hasPrefix("zh") == true ? .zhHans : .en
    }
}

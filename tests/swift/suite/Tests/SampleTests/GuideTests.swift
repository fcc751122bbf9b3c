import Foundation
import Guide
import TestWorld
import Testing
import WalletDoctor

/// The guide is followed to its end, not only compiled.
@Test func theGuideLeadsToATicket() async throws {
    let world = try World(["balance_stale_cache"])
    let caches = try Folder()
    try await followTheGuide(
        configJson: world.caseFile.configJson, support: world.folder.url, caches: caches.url)
    let doctor = try Doctor.open(
        configJson: world.caseFile.configJson, dataDir: try DoctorFolder.prepare(in: world.folder.url))
    guard case .delivered = try await doctor.submissions().first?.state else {
        Issue.record("no report has arrived")
        return
    }
}

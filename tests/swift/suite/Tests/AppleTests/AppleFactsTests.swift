import Foundation
import Testing

@testable import WalletDoctor

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// What is made of what Apple's systems tell, as far as it needs none of them.
@Suite struct AppleFactsTests {
    private let wifi = PathFacts.Interface(name: "en0", kind: .wifi)
    private let cell = PathFacts.Interface(name: "pdp_ip0", kind: .cellular)
    private let tunnel = PathFacts.Interface(name: "utun4", kind: .other)

    private func facts(_ interfaces: [PathFacts.Interface], _ status: PathFacts.Status = .satisfied) -> PathFacts {
        PathFacts(
            status: status, interfaces: interfaces, isExpensive: false, isConstrained: false, proxySettings: [:])
    }

    @Test func whatCarriesTheTraffic() {
        #expect(facts([wifi, cell]).info.transport == "wifi")
        #expect(facts([cell]).info.transport == "cellular")
        #expect(facts([tunnel, wifi]).info.transport == "wifi")
        #expect(facts([.init(name: "en5", kind: .wired)]).info.transport == "ethernet")
        #expect(facts([tunnel]).info.transport == nil)
        #expect(facts([wifi], .unsatisfied).info.transport == "none")
    }

    @Test func aTunnelCountsWhereItWouldBeUsedFirst() {
        #expect(facts([tunnel, wifi]).info.vpn == true)
        #expect(facts([wifi, tunnel]).info.vpn == false)
        #expect(facts([.init(name: "awdl0", kind: .other)]).info.vpn == false)
        #expect(facts([]).info.vpn == nil)
    }

    @Test func whatTheConnectionCostsIsKnownWhereThereIsOne() {
        var path = facts([cell])
        path.isExpensive = true
        path.isConstrained = true
        #expect(path.info.metered == true)
        #expect(path.info.backgroundRestricted == true)
        #expect(facts([], .unsatisfied).info.metered == nil)
        #expect(facts([wifi]).info.metered == false)
        #expect(facts([wifi]).info.validated == true)
        #expect(facts([], .unsatisfied).info.validated == false)
        #expect(facts([cell], .requiresConnection).info.validated == nil)
    }

    @Test func aProxyIsOneThatIsSwitchedOn() {
        var path = facts([wifi])
        path.proxySettings = ["HTTPEnable": 0, "HTTPPort": 8080]
        #expect(path.info.proxy == false)
        path.proxySettings["ProxyAutoConfigEnable"] = 1
        #expect(path.info.proxy == true)
    }

    @Test func theAppAndThePhone() {
        let facts = AppFacts(
            shortVersion: "5.2.1", systemName: "iOS",
            systemVersion: AppFacts.written(.init(majorVersion: 18, minorVersion: 6, patchVersion: 2)),
            model: "iPhone15,2", freeBytes: -1, timeZone: "Asia/Shanghai")
        let info = facts.info(AppDetails(minimumVersion: "5.0", accountRef: "WU-1"))
        #expect(info.os == "iOS 18.6.2")
        #expect(info.osVersion == "18.6.2")
        #expect(info.device == "iPhone15,2")
        #expect(info.freeStorageBytes == nil)
        #expect(info.appMinimumVersion == "5.0")
        #expect(AppFacts.written(.init(majorVersion: 17, minorVersion: 0, patchVersion: 0)) == "17.0")
        #expect(!AppFacts.machine().isEmpty)
    }

    private func upload(_ url: String) -> PendingUpload {
        PendingUpload(
            id: "r", method: "PATCH", url: url, headers: ["Upload-Offset": "7", "Tus-Resumable": "1.0.0"],
            file: "/f", offset: 7, total: 9, unmeteredOnly: true)
    }

    @Test func anUploadIsSentAsItIsGiven() throws {
        let request = try #require(upload("https://support.example.org/reports/1").request)
        #expect(request.httpMethod == "PATCH")
        #expect(request.url?.absoluteString == "https://support.example.org/reports/1")
        #expect(request.value(forHTTPHeaderField: "upload-offset") == "7")
        #expect(upload("").request == nil)
    }

    @Test func anAnswerFromElsewhereIsNone() throws {
        let asked = try #require(URL(string: "https://support.example.org/reports/1"))
        let elsewhere = try #require(URL(string: "https://portal.example.org/"))
        func answer(_ url: URL) -> HTTPURLResponse? {
            HTTPURLResponse(url: url, statusCode: 204, httpVersion: nil, headerFields: ["Upload-Offset": "9"])
        }
        let end = UploadEnd(of: answer(asked), to: asked)
        #expect(end.status == 204)
        #expect(end.headers == ["Upload-Offset": "9"])
        #expect(UploadEnd(of: answer(elsewhere), to: asked) == .noAnswer)
        #expect(UploadEnd(of: nil, to: asked) == .noAnswer)
        #expect(UploadEnd(of: answer(asked), to: nil) == .noAnswer)
    }

    @Test func aFolderIsPreparedOnceAndFoundAgain() throws {
        let parent = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: parent) }
        let folder = try DoctorFolder.prepare(in: parent)
        try Data("x".utf8).write(to: folder.appendingPathComponent("kept"))
        #expect(try DoctorFolder.prepare(in: parent) == folder)
        #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent("kept").path))
        let permissions = try FileManager.default.attributesOfItem(atPath: folder.path)[.posixPermissions] as? Int
        #expect(permissions == 0o700)
    }
}

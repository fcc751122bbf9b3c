import SampleCase
import SampleModel
import SwiftUI
import WalletDoctor

/// A wallet app of one screen: the button, and what comes of it.
@main
struct SampleApp: App {
    @UIApplicationDelegateAdaptor(AppDelegate.self) private var delegate

    var body: some Scene {
        WindowGroup {
            NavigationStack {
                if let doctor = delegate.doctor {
                    VisitScreen(doctor: doctor)
                } else {
                    NoCaseScreen(why: delegate.why)
                }
            }
        }
    }
}

/// Opens the doctor at the app's start, as an app does: what was sent in the background is told to it then.
@MainActor
final class AppDelegate: NSObject, UIApplicationDelegate {
    private(set) var doctor: Doctor?
    private(set) var why = ""
    private var uploads: BackgroundUploads?

    func application(
        _ application: UIApplication,
        didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]? = nil
    ) -> Bool {
        do {
            let doctor = try Surgery.open()
            self.doctor = doctor
            uploads = BackgroundUploads(doctor: doctor)
        } catch {
            why = String(describing: error)
        }
        return true
    }

    func applicationDidBecomeActive(_ application: UIApplication) {
        Task { [doctor] in try await doctor?.flushOutbox() }
    }

    func applicationDidEnterBackground(_ application: UIApplication) {
        let task = application.beginBackgroundTask()
        Task { [uploads] in
            try? await uploads?.send()
            application.endBackgroundTask(task)
        }
    }

    func application(
        _ application: UIApplication, handleEventsForBackgroundURLSession identifier: String,
        completionHandler: @escaping () -> Void
    ) {
        uploads?.handleEvents(of: identifier, completionHandler: completionHandler)
    }
}

/// Where there is no case yet: how to get one.
private struct NoCaseScreen: View {
    let why: String

    var body: some View {
        List {
            Section {
                Text(Words.Screen.noCase.text)
                Text(verbatim: why).font(.footnote).foregroundStyle(.secondary)
            }
        }
        .navigationTitle(Words.Screen.title.text)
    }
}

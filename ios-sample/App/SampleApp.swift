import SampleCase
import SampleModel
import SwiftUI
import WalletDoctor

/// A wallet app of one screen: the button, and what comes of it.
@main
struct SampleApp: App {
    @UIApplicationDelegateAdaptor(AppDelegate.self) private var delegate
    @Environment(\.scenePhase) private var phase

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
        // An app with scenes is told of these here; its delegate hears nothing of them.
        .onChange(of: phase) { phase in
            switch phase {
            case .active: delegate.comeToFront()
            case .background: delegate.goToBackground()
            default: break
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
    private var flushing: Task<Void, Never>?
    private var timeLeft = UIBackgroundTaskIdentifier.invalid

    func application(
        _ application: UIApplication,
        didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]? = nil
    ) -> Bool {
        do {
            let surgery = try Surgery.open()
            (doctor, uploads) = (surgery.doctor, surgery.uploads)
        } catch {
            why = String(describing: error)
        }
        return true
    }

    func comeToFront() {
        guard let doctor else { return }
        flushing = Task { _ = try? await doctor.flushOutbox() }
    }

    /// What the flush has not sent is the system's to carry. The flush ends first: a call that the app is suspended in would
    /// keep hold of the report.
    func goToBackground() {
        let (flushing, uploads) = (flushing, uploads)
        let handingOver = Task {
            flushing?.cancel()
            await flushing?.value
            try? await uploads?.send()
            endTime()
        }
        // An app that does not end its time by itself is ended.
        timeLeft = UIApplication.shared.beginBackgroundTask { [weak self] in
            handingOver.cancel()
            self?.endTime()
        }
    }

    private func endTime() {
        guard timeLeft != .invalid else { return }
        UIApplication.shared.endBackgroundTask(timeLeft)
        timeLeft = .invalid
    }

    func application(
        _ application: UIApplication, handleEventsForBackgroundURLSession identifier: String,
        completionHandler: @escaping () -> Void
    ) {
        if uploads?.handleEvents(of: identifier, completionHandler: completionHandler) != true {
            completionHandler()
        }
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

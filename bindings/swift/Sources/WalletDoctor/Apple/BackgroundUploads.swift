#if os(iOS)
    import Foundation

    /// Has iOS carry reports to support, also after the app is gone. One for an app, made at its start, with the doctor that the
    /// app keeps. The system judges the intake's certificate by its own trust store: roots that only the config names
    /// (`trust.extra_roots`) don't count there, and every upload to such an intake fails.
    ///
    /// ```swift
    /// func application(_ app: UIApplication, handleEventsForBackgroundURLSession identifier: String,
    ///                  completionHandler: @escaping () -> Void) {
    ///     if uploads?.handleEvents(of: identifier, completionHandler: completionHandler) != true {
    ///         completionHandler()
    ///     }
    /// }
    /// ```
    public final class BackgroundUploads: NSObject, @unchecked Sendable {
        private let doctor: Doctor
        private let identifier: String

        // Guards the two below: the delegate is called on a queue of the session's.
        private let lock = NSLock()
        private var completionHandler: OnMainThread?
        private var ends: [Task<Void, Never>] = []

        private lazy var session: URLSession = {
            let configuration = URLSessionConfiguration.background(withIdentifier: identifier)
            configuration.sessionSendsLaunchEvents = true
            configuration.isDiscretionary = false
            configuration.waitsForConnectivity = true
            // The doctor leaves what it has handed over alone for a day, and its file is there for as long. What would still
            // be under way then (iOS has seven days in mind) would meet the doctor's own upload.
            configuration.timeoutIntervalForResource = 24 * 60 * 60
            configuration.urlCache = nil
            configuration.httpCookieStorage = nil
            configuration.httpShouldSetCookies = false
            configuration.urlCredentialStorage = nil
            return URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
        }()

        public init(doctor: Doctor, identifier: String = "wallet-doctor.reports") {
            self.doctor = doctor
            self.identifier = identifier
            super.init()
            // What ended while the app was gone is told to whoever has the session.
            _ = session
        }

        /// Hands every report that is due to the system. Call it when the app goes to the background, or after a submission that
        /// was not delivered at once. Those that are on their way stay there.
        public func send() async throws {
            while let upload = try await doctor.pendingUpload() {
                guard let request = upload.request else {
                    try await doctor.uploadEnded(upload.id, status: nil)
                    return
                }
                let file = URL(fileURLWithPath: upload.file, isDirectory: false)
                let task = session.uploadTask(with: request, fromFile: file)
                // All that is still known when the app is started anew.
                task.taskDescription = upload.id
                task.resume()
            }
        }

        /// Stops carrying a report: before it is withdrawn, or what is on its way may still arrive.
        public func cancel(_ id: ReportId) async {
            for task in await session.allTasks where task.taskDescription == id {
                task.cancel()
            }
        }

        /// Passed on from the app's delegate, which iOS asks when it has started the app for this. False if the session is
        /// another one: then whoever asks calls `completionHandler`.
        @MainActor
        public func handleEvents(of identifier: String, completionHandler: @escaping () -> Void) -> Bool {
            guard identifier == self.identifier else { return false }
            let handler = OnMainThread(call: completionHandler)
            lock.withLock { self.completionHandler = handler }
            return true
        }

        /// Comes from the main thread and is called there.
        private struct OnMainThread: @unchecked Sendable {
            let call: () -> Void
        }
    }

    extension BackgroundUploads: URLSessionTaskDelegate {
        public func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
            guard let id = task.taskDescription else { return }
            let end = error == nil ? UploadEnd(of: task.response, to: task.originalRequest?.url) : .noAnswer
            let doctor = doctor
            // If this can't be told, the doctor asks support's server itself when a day is over.
            let told = Task { _ = try? await doctor.uploadEnded(id, status: end.status, headers: end.headers) }
            lock.withLock { ends.append(told) }
        }

        /// iOS may stop the app once it is told, so what ended is written down before.
        public func urlSessionDidFinishEvents(forBackgroundURLSession session: URLSession) {
            let (handler, ends) = lock.withLock {
                defer { (self.completionHandler, self.ends) = (nil, []) }
                return (self.completionHandler, self.ends)
            }
            Task {
                for end in ends {
                    await end.value
                }
                guard let handler else { return }
                await MainActor.run { handler.call() }
            }
        }
    }
#endif

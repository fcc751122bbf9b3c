import SampleModel
import SwiftUI
import WalletDoctor

/// Shows a visit's state, and passes on what is tapped.
@MainActor
final class VisitPresenter: ObservableObject {
    @Published private(set) var state: VisitState
    let visit: Visit
    let contacts: [Contact]

    init(doctor: Doctor) {
        let files = FileManager.default.temporaryDirectory.appendingPathComponent("reports", isDirectory: true)
        visit = Visit(doctor: doctor, files: files) { [.text(name: "app.log", text: "sample started\n")] }
        state = visit.state
        contacts = (try? doctor.contacts(.normal)) ?? []
        visit.onChange = { [weak self] in self?.show($0) }
    }

    private func show(_ state: VisitState) {
        let before = self.state
        self.state = state
        // Who does not see the screen is told what appears on it.
        if before.phase != state.phase {
            tell(state.phase == .looking ? Words.Screen.looking.text : state.headline)
        }
        if let problem = state.problem, before.problem != problem {
            tell(said(problem.rawValue))
        }
    }

    private func tell(_ text: String?) {
        guard let text else { return }
        UIAccessibility.post(notification: .announcement, argument: text)
    }
}

extension VisitState {
    /// What the person is to know first.
    var headline: String? {
        diagnosis.map { $0.causes.first?.advice.headline ?? $0.nothingFound ?? $0.money }
    }
}

struct VisitScreen: View {
    @StateObject private var presenter: VisitPresenter
    // Those that are asked about or shared belong to the whole list: a row may be gone before the answer comes.
    @State private var asked: RemedyLine?
    @State private var shared: SharedFile?

    init(doctor: Doctor) {
        _presenter = StateObject(wrappedValue: VisitPresenter(doctor: doctor))
    }

    var body: some View {
        List { sections(presenter.state, presenter.visit) }
            .navigationTitle(Words.Screen.title.text)
            .task { await presenter.visit.start() }
            .confirmationDialog(
                asked?.title ?? "", isPresented: isAsking, titleVisibility: .visible, presenting: asked
            ) { line in
                Button(Words.Screen.remedyDo.text) { Task { await presenter.visit.run(line.id) } }
                Button(Words.Screen.cancel.text, role: .cancel) {}
            } message: { line in
                Text(said(Words.consent(line.remedy)))
            }
            .sheet(item: $shared) {
                presenter.visit.shared()
            } content: { file in
                ShareSheet(file: file.url)
            }
    }

    @ViewBuilder private func sections(_ state: VisitState, _ visit: Visit) -> some View {
        ComplaintSection(state: state, visit: visit)
        if let problem = state.problem {
            Section {
                Label(said(problem.rawValue), systemImage: "exclamationmark.circle")
            }
        }
        if state.phase == .looking {
            StepsSection(steps: state.steps)
        }
        if let diagnosis = state.diagnosis {
            AnswerSections(diagnosis: diagnosis)
            RemediesSection(remedies: state.remedies, visit: visit) { asked = $0 }
                .disabled(state.isBusy)
            Group {
                if let report = state.report {
                    ReportSections(report: report, visit: visit)
                } else if !state.isReported {
                    PrepareSection(pictures: state.pictures.count, visit: visit)
                }
            }
            .disabled(state.isBusy)
        }
        Group {
            SweepsSection(sweeps: state.sweeps, visit: visit)
            ForEach(state.submissions, id: \.id) { submission in
                TicketSection(submission: submission, visit: visit) {
                    Task { shared = await visit.export(submission.id).map(SharedFile.init) }
                }
            }
        }
        .disabled(state.isBusy)
        ContactsSection(contacts: state.diagnosis?.contacts ?? presenter.contacts)
    }

    private var isAsking: Binding<Bool> { Binding { asked != nil } set: { if !$0 { asked = nil } } }
}

/// A heading that VoiceOver's rotor finds.
struct Heading: View {
    let words: Words.Screen

    init(_ words: Words.Screen) {
        self.words = words
    }

    var body: some View {
        Text(words.text).accessibilityAddTraits(.isHeader)
    }
}

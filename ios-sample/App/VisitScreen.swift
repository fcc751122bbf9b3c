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
        visit = Visit(doctor: doctor) { [.text(name: "app.log", text: "sample started\n")] }
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

    init(doctor: Doctor) {
        _presenter = StateObject(wrappedValue: VisitPresenter(doctor: doctor))
    }

    var body: some View {
        let state = presenter.state
        List {
            ComplaintSection(state: state, visit: presenter.visit)
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
                RemediesSection(remedies: state.remedies, visit: presenter.visit)
                if let report = state.report {
                    ReportSections(report: report, visit: presenter.visit)
                } else if state.submission == nil {
                    Section {
                        Button(Words.Screen.prepareReport.text) {
                            Task { await presenter.visit.prepareReport() }
                        }
                    } footer: {
                        Text(Words.Screen.reportNothingLeaves.text)
                    }
                }
            }
            if let submission = state.submission {
                TicketSection(submission: submission, visit: presenter.visit)
            }
            ContactsSection(contacts: state.diagnosis?.contacts ?? presenter.contacts)
        }
        .navigationTitle(Words.Screen.title.text)
    }
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

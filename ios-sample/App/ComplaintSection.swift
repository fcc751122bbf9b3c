import SampleModel
import SwiftUI
import WalletDoctor

/// What the person says, and the button.
struct ComplaintSection: View {
    let state: VisitState
    let visit: Visit

    var body: some View {
        Section {
            Picker(Words.Screen.whatIsWrong.text, selection: symptom) {
                ForEach(Words.symptoms, id: \.self) { symptom in
                    Text(said(Words.key(symptom))).tag(symptom)
                }
            }
            TextField(Words.Screen.messageSeen.text, text: message, axis: .vertical)
            TextField(Words.Screen.note.text, text: note, axis: .vertical)
            if state.phase == .looking {
                Button(Words.Screen.stop.text, role: .cancel) { visit.stop() }
            } else {
                Button {
                    Task { await visit.diagnose() }
                } label: {
                    Label(Words.Screen.diagnose.text, systemImage: "stethoscope").font(.headline)
                }
            }
        }
        .disabled(state.isBusy && state.phase != .looking)
    }

    private var symptom: Binding<Symptom> { Binding { state.symptom } set: { visit.choose($0) } }
    private var message: Binding<String> { Binding { state.message } set: { visit.say(message: $0) } }
    private var note: Binding<String> { Binding { state.note } set: { visit.say(note: $0) } }
}

/// How far the diagnosis is.
struct StepsSection: View {
    let steps: [VisitState.Step]

    var body: some View {
        Section {
            ForEach(steps) { step in
                HStack {
                    Text(said(Words.key(step.kind)))
                    Spacer()
                    switch step.standing {
                    case .waiting: Image(systemName: "circle.dotted").foregroundStyle(.secondary)
                    case .running: ProgressView()
                    case .fine: Image(systemName: "checkmark.circle").foregroundStyle(.green)
                    case .trouble: Image(systemName: "exclamationmark.triangle").foregroundStyle(.orange)
                    }
                }
                .accessibilityElement(children: .ignore)
                .accessibilityLabel(said(Words.key(step.kind)))
                .accessibilityValue(said(Words.key(step.standing)))
            }
        } header: {
            Heading(.looking)
        }
    }
}

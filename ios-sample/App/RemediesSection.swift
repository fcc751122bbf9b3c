import SampleModel
import SwiftUI
import WalletDoctor

/// What the app can do at once, each with a word of the person's before and, where something was cleared, one after.
struct RemediesSection: View {
    let remedies: [RemedyLine]
    let visit: Visit
    @State private var asked: RemedyLine?

    var body: some View {
        if !remedies.isEmpty {
            Section {
                ForEach(remedies) { line in
                    row(line)
                }
            } header: {
                Heading(.remedies)
            }
            .confirmationDialog(
                asked.map(title) ?? "", isPresented: isAsking, titleVisibility: .visible, presenting: asked
            ) { line in
                Button(Words.Screen.remedyDo.text) { Task { await visit.run(line.id) } }
                Button(Words.Screen.cancel.text, role: .cancel) {}
            } message: { _ in
                Text(Words.Screen.remedyAsk.text)
            }
        }
    }

    @ViewBuilder private func row(_ line: RemedyLine) -> some View {
        switch line.standing {
        case .offered:
            Button(title(line)) { asked = line }
        case .running:
            HStack {
                Text(title(line))
                Spacer()
                ProgressView()
            }
            .accessibilityElement(children: .combine)
        case .done(let outcome):
            VStack(alignment: .leading, spacing: 8) {
                Text(title(line))
                Text(outcome.helped == true ? Words.Screen.remedyHelped.text : Words.Screen.remedyDone.text)
                    .font(.footnote).foregroundStyle(.secondary)
                HStack {
                    Button(Words.Screen.remedyKeep.text) { Task { await visit.confirm(line.id) } }
                    Button(Words.Screen.remedyUndo.text) { Task { await visit.undo(line.id) } }
                }
                .buttonStyle(.bordered)
            }
        case .confirmed:
            Label(title(line), systemImage: "checkmark")
        case .undone:
            over(line, .remedyUndone)
        case .failed:
            over(line, .remedyFailed)
        }
    }

    private func over(_ line: RemedyLine, _ words: Words.Screen) -> some View {
        VStack(alignment: .leading, spacing: 4) {
            Text(title(line))
            Text(words.text).font(.footnote).foregroundStyle(.secondary)
        }
        .accessibilityElement(children: .combine)
    }

    private func title(_ line: RemedyLine) -> String {
        let key = Words.key(line.remedy)
        if case .clearCache(_, let label, _, _, _) = line.remedy { return said(key, label) }
        return said(key)
    }

    private var isAsking: Binding<Bool> { Binding { asked != nil } set: { if !$0 { asked = nil } } }
}

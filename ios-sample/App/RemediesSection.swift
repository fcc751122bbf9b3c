import SampleModel
import SwiftUI
import WalletDoctor

/// What the app can do at once, each with a word of the person's before and, where something was cleared, one after.
struct RemediesSection: View {
    let remedies: [RemedyLine]
    let visit: Visit
    /// Has the person asked whether they agree.
    let ask: (RemedyLine) -> Void

    var body: some View {
        if !remedies.isEmpty {
            Section {
                ForEach(remedies) { line in
                    row(line)
                }
            } header: {
                Heading(.remedies)
            }
        }
    }

    @ViewBuilder private func row(_ line: RemedyLine) -> some View {
        switch line.standing {
        case .offered:
            Button(line.title) { ask(line) }
        case .running:
            HStack {
                Text(line.title)
                Spacer()
                ProgressView()
            }
            .accessibilityElement(children: .combine)
        case .waiting(let outcome):
            Deciding(title: line.title, text: said(Words.key(outcome))) {
                Task { await visit.confirm(line.id) }
            } undo: {
                Task { await visit.undo(line.id) }
            }
        case .over(let outcome):
            result(line, said(Words.key(outcome)))
        case .confirmed:
            Label(line.title, systemImage: "checkmark")
        case .undone:
            result(line, Words.Screen.remedyUndone.text)
        case .failed:
            result(line, Words.Screen.remedyFailed.text)
        }
    }

    private func result(_ line: RemedyLine, _ text: String) -> some View {
        VStack(alignment: .leading, spacing: 4) {
            Text(line.title)
            Text(text).font(.footnote).foregroundStyle(.secondary)
        }
        .accessibilityElement(children: .combine)
    }
}

/// What was cleared earlier, also before the app was started anew, and is not decided on.
struct SweepsSection: View {
    let sweeps: [PendingSweep]
    let visit: Visit

    var body: some View {
        if !sweeps.isEmpty {
            Section {
                ForEach(sweeps, id: \.id) { sweep in
                    Deciding(
                        title: sweep.createdAt.map { $0.formatted(date: .abbreviated, time: .shortened) } ?? "",
                        text: said(Words.key(sweep.state))
                    ) {
                        Task { await visit.confirm(sweep: sweep.id) }
                    } undo: {
                        Task { await visit.undo(sweep: sweep.id) }
                    }
                    .canBeUndone(sweep.state != .damaged)
                }
            } header: {
                Heading(.sweeps)
            }
        }
    }
}

/// It is right now, or it is brought back.
private struct Deciding: View {
    let title: String
    let text: String
    let keep: () -> Void
    let undo: () -> Void
    private var isUndoable = true

    init(title: String, text: String, keep: @escaping () -> Void, undo: @escaping () -> Void) {
        (self.title, self.text, self.keep, self.undo) = (title, text, keep, undo)
    }

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            if !title.isEmpty { Text(title) }
            Text(text).font(.footnote).foregroundStyle(.secondary)
            HStack {
                Button(Words.Screen.remedyKeep.text, action: keep)
                if isUndoable { Button(Words.Screen.remedyUndo.text, action: undo) }
            }
            .buttonStyle(.bordered)
        }
    }

    func canBeUndone(_ isUndoable: Bool) -> Deciding {
        var copy = self
        copy.isUndoable = isUndoable
        return copy
    }
}

extension RemedyLine {
    var title: String {
        let key = Words.key(remedy)
        if case .clearCache(_, let label, _, _, _) = remedy { return said(key, label) }
        return said(key)
    }
}

import SampleModel
import SwiftUI
import WalletDoctor

/// What became of the report.
struct TicketSection: View {
    let submission: Submission
    let visit: Visit
    let share: () -> Void

    var body: some View {
        Section {
            Text(said(Words.key(submission.state)))
            if let ticket {
                Text(said(Words.Screen.ticket.rawValue, ticket)).textSelection(.enabled)
            }
            ForEach(Array((submission.ticket?.answers ?? []).enumerated()), id: \.offset) { _, answer in
                VStack(alignment: .leading, spacing: 4) {
                    Text(answer.text)
                    Text(answer.at, style: .date).font(.footnote).foregroundStyle(.secondary)
                }
                .accessibilityElement(children: .combine)
            }
            Button(Words.Screen.askSupport.text) { Task { await visit.askSupport() } }
            Button(Words.Screen.share.text, action: share)
        } header: {
            Heading(.report)
        }
    }

    private var ticket: String? {
        switch submission.state {
        case .delivered(let ticket, _, _), .answered(let ticket, _), .closed(let ticket, _, _): ticket
        case .queued, .uploading, .failed, .expired, .withdrawn: nil
        }
    }
}

/// A sealed report on its way to wherever the person wants it. The file goes with the sheet.
struct SharedFile: Identifiable {
    let url: URL
    var id: URL { url }
}

struct ShareSheet: UIViewControllerRepresentable {
    let file: URL

    func makeUIViewController(context: Context) -> UIActivityViewController {
        UIActivityViewController(activityItems: [file], applicationActivities: nil)
    }

    func updateUIViewController(_ controller: UIActivityViewController, context: Context) {}
}

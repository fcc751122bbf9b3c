import SampleModel
import SwiftUI
import WalletDoctor

/// What became of the report.
struct TicketSection: View {
    let submission: Submission
    let visit: Visit
    @State private var shared: SharedFile?

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
            if let shared {
                ShareLink(Words.Screen.share.text, item: shared.url)
            }
        } header: {
            Heading(.report)
        }
        .task(id: submission.id) {
            shared = await visit.export(to: FileManager.default.temporaryDirectory).map(SharedFile.init)
        }
    }

    private struct SharedFile {
        let url: URL
    }

    private var ticket: String? {
        switch submission.state {
        case .delivered(let ticket, _, _), .answered(let ticket, _), .closed(let ticket, _, _): ticket
        case .queued, .uploading, .failed, .expired, .withdrawn: nil
        }
    }
}

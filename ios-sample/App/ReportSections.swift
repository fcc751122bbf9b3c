import SampleModel
import SwiftUI
import WalletDoctor

/// Exactly what would be sent, what was taken out of it, and the person's word.
struct ReportSections: View {
    let report: ReportState
    let visit: Visit

    var body: some View {
        Section {
            Text(said(Words.Screen.redacted.rawValue, Int(clamping: report.redacted)))
            ForEach(report.preview.files.filter { $0.text != nil }, id: \.name) { file in
                NavigationLink(file.name) { FileScreen(file: file) }
            }
        } header: {
            Heading(.report)
        } footer: {
            Text(Words.Screen.reportNothingLeaves.text)
        }
        pictures
        items
        notes
        consent
    }

    @ViewBuilder private var pictures: some View {
        ForEach(report.preview.files.filter(\.isPicture), id: \.name) { file in
            if let data = report.pictures[file.name], let image = UIImage(data: data), let size = file.sizeToMask {
                Section {
                    PictureCover(image: image, name: file.name, size: size) { masks in
                        Task { await visit.cover(file.name, masks) }
                    }
                }
            }
        }
    }

    @ViewBuilder private var items: some View {
        if !report.preview.items.isEmpty {
            Section {
                ForEach(report.preview.items, id: \.id) { item in
                    HStack {
                        Text(item.text).lineLimit(3)
                        Spacer()
                        Button(Words.Screen.takeOut.text, role: .destructive) {
                            Task { await visit.takeOut(item.id) }
                        }
                        .buttonStyle(.bordered)
                        .accessibilityHint(item.text)
                    }
                }
            } header: {
                Heading(.items)
            }
        }
    }

    @ViewBuilder private var notes: some View {
        if !report.preview.leftOut.isEmpty {
            Section {
                ForEach(Array(report.preview.leftOut.enumerated()), id: \.offset) { _, left in
                    Text(verbatim: "\(left.name): \(left.text)")
                }
            } header: {
                Heading(.leftOut)
            }
        }
        if !report.preview.sightings.isEmpty {
            Section {
                ForEach(Array(report.preview.sightings.enumerated()), id: \.offset) { _, sighting in
                    Text(verbatim: "\(sighting.file), \(sighting.place)")
                }
            } header: {
                Heading(.stillInIt)
            }
        }
    }

    private var consent: some View {
        Section {
            Toggle(Words.Screen.agree.text, isOn: Binding { report.isAgreedTo } set: { visit.agree($0) })
            Toggle(
                Words.Screen.wifiOnly.text,
                isOn: Binding { report.unmeteredOnly } set: { only in Task { await visit.sendWithoutCostOnly(only) } })
            if report.isSending {
                if let sent = report.sent, sent.total > 0 {
                    ProgressView(value: Double(sent.sent), total: Double(sent.total)) {
                        Text(Words.Screen.sending.text)
                    }
                } else {
                    ProgressView(Words.Screen.sending.text)
                }
            } else {
                Button(Words.Screen.send.text) { Task { await visit.send() } }
                    .disabled(!report.canBeSent)
                Button(Words.Screen.discard.text, role: .destructive) { Task { await visit.discardReport() } }
            }
        }
    }
}

/// One file of the report, as it would be sent.
private struct FileScreen: View {
    let file: PreviewFile

    var body: some View {
        ScrollView {
            Text(verbatim: file.text ?? "")
                .font(.body.monospaced())
                .textSelection(.enabled)
                .frame(maxWidth: .infinity, alignment: .leading)
                .padding()
        }
        .navigationTitle(file.name)
        .navigationBarTitleDisplayMode(.inline)
    }
}

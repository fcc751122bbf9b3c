import SampleModel
import SwiftUI
import WalletDoctor

/// What was found, how sure, whether the money is safe, and what to do.
struct AnswerSections: View {
    let diagnosis: Diagnosis

    var body: some View {
        if !diagnosis.urgentSteps.isEmpty {
            Section {
                Steps(steps: diagnosis.urgentSteps).font(.headline)
            } header: {
                Heading(.whatToDo)
            }
        }
        Section {
            if diagnosis.causes.isEmpty, let nothingFound = diagnosis.nothingFound {
                Text(nothingFound)
            }
            ForEach(Array(diagnosis.causes.enumerated()), id: \.offset) { _, cause in
                CauseRow(cause: cause)
            }
        } header: {
            Heading(.found)
        }
        Section {
            Label(diagnosis.money, systemImage: "banknote")
        } header: {
            Heading(.money)
        }
        if !diagnosis.announcements.isEmpty {
            Section {
                ForEach(Array(diagnosis.announcements.enumerated()), id: \.offset) { _, announcement in
                    VStack(alignment: .leading, spacing: 4) {
                        Text(announcement.title).font(.headline)
                        if !announcement.body.isEmpty { Text(announcement.body) }
                        if !announcement.when.isEmpty {
                            Text(announcement.when).font(.footnote).foregroundStyle(.secondary)
                        }
                    }
                    .accessibilityElement(children: .combine)
                }
            } header: {
                Heading(.announced)
            }
        }
    }
}

private struct CauseRow: View {
    let cause: Cause

    var body: some View {
        DisclosureGroup {
            if let retry = cause.advice.retry { Text(retry) }
            Steps(steps: cause.advice.steps)
            if !cause.evidenceFor.isEmpty {
                Text(Words.Screen.why.text).font(.subheadline).bold().accessibilityAddTraits(.isHeader)
                ForEach(Array(cause.evidenceFor.enumerated()), id: \.offset) { _, evidence in
                    Text(evidence.text).font(.footnote)
                }
            }
        } label: {
            VStack(alignment: .leading, spacing: 4) {
                Text(cause.advice.headline).font(.headline)
                Text(said(Words.key(cause.certainty))).font(.subheadline).foregroundStyle(.secondary)
            }
            .accessibilityElement(children: .combine)
        }
    }
}

private struct Steps: View {
    let steps: [String]

    var body: some View {
        ForEach(Array(steps.enumerated()), id: \.offset) { index, step in
            HStack(alignment: .firstTextBaseline) {
                Text(verbatim: "\(index + 1).").monospacedDigit()
                Text(step)
            }
            .accessibilityElement(children: .combine)
        }
    }
}

/// Whom to ask, who fits and is open first.
struct ContactsSection: View {
    let contacts: [Contact]

    var body: some View {
        if !contacts.isEmpty {
            Section {
                ForEach(contacts, id: \.name) { contact in
                    if let link = link(contact) {
                        Link(contact.text, destination: link)
                    } else {
                        Text(contact.text)
                    }
                }
            } header: {
                Heading(.contacts)
            }
        }
    }

    private func link(_ contact: Contact) -> URL? {
        switch contact.kind {
        case .phone: URL(string: "tel:\(contact.address.filter { $0.isNumber || $0 == "+" })")
        case .email: URL(string: "mailto:\(contact.address)")
        case .chat, .social, .form: URL(string: contact.address).flatMap { $0.scheme == "https" ? $0 : nil }
        }
    }
}

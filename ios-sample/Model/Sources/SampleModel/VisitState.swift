import Foundation
import WalletDoctor

/// Everything that the screen shows: one value, replaced as a whole.
public struct VisitState: Sendable {
    public var symptom: Symptom = .balanceIncorrect
    public var message = ""
    public var note = ""
    public var phase: Phase = .asking
    /// The steps of the diagnosis, in the order to show them.
    public var steps: [Step] = []
    public var diagnosis: Diagnosis?
    public var remedies: [RemedyLine] = []
    public var report: ReportState?
    /// Whether this diagnosis was reported.
    public var isReported = false
    /// Pictures for the report, in files of the app's.
    public var pictures: [URL] = []
    /// Every report that is kept, the newest first.
    public var submissions: [Submission] = []
    /// What was cleared earlier and is neither kept so nor brought back.
    public var sweeps: [PendingSweep] = []
    /// Something is being done, and nothing else is meanwhile.
    public var isBusy = false
    /// What went wrong last, until the next thing is tried.
    public var problem: Problem?

    public enum Phase: Sendable, Equatable {
        case asking
        case looking
        case answered
    }

    public struct Step: Sendable, Equatable, Identifiable {
        public let kind: StepKind
        public var standing: Standing
        public var id: StepKind { kind }
    }

    public enum Standing: Sendable, Equatable {
        case waiting
        case running
        case fine
        case trouble
    }
}

/// A remedy, and how far the person has gone with it.
public struct RemedyLine: Sendable, Identifiable {
    public let id: Int
    public let remedy: Remedy
    public var standing: Standing

    public enum Standing: Sendable, Equatable {
        case offered
        case running
        /// It has cleared something that can still be brought back.
        case waiting(RemedyOutcome)
        /// It has cleared nothing, so there is nothing to decide.
        case over(RemedyOutcome)
        case confirmed
        case undone
        case failed
    }
}

/// The report that the person looks at before they agree.
public struct ReportState: Sendable {
    public var preview: ReportPreview
    /// The pictures of the preview, by name.
    public var pictures: [String: Data]
    public var isAgreedTo = false
    public var unmeteredOnly = false
    public var isSending = false
    /// Bytes that support has, of how many.
    public var sent: (sent: UInt64, total: UInt64)?

    public var canBeSent: Bool { isAgreedTo && !isSending && preview.sightings.isEmpty }

    /// How many places were taken out, over all files.
    public var redacted: UInt64 { preview.redactions.reduce(0) { $0 + $1.count } }
}

/// What a person is told where something could not be done: what they can do about it, and never a code.
public enum Problem: String, Sendable, CaseIterable {
    /// The app's maker has to.
    case config = "problem.config"
    case input = "problem.input"
    case tryAgain = "problem.try_again"
    case noSpace = "problem.no_space"
    case reportsFull = "problem.reports_full"
    case receiptsFull = "problem.receipts_full"
    case tooLarge = "problem.too_large"
    case fileThere = "problem.file_there"
    case picture = "problem.picture"
    case leftIn = "problem.left_in"
    /// The person has to do something that this version of the sample has no words for.
    case person = "problem.person"
    case `internal` = "problem.internal"

    /// Nothing for what was stopped on purpose.
    init?(_ error: any Error) {
        switch error {
        case DoctorError.Cancelled, is CancellationError: return nil
        case DoctorError.Config: self = .config
        case DoctorError.Input: self = .input
        case DoctorError.TryAgain: self = .tryAgain
        case DoctorError.NeedsPerson(let code, _): self = Self.forPerson[code] ?? .person
        default: self = .internal
        }
    }

    /// Every code of `NeedsPerson`.
    static let forPerson: [String: Problem] = [
        "left_in": .leftIn,
        "no_space": .noSpace,
        "outbox_no_space": .noSpace,
        "outbox_full": .reportsFull,
        "evidence_full": .receiptsFull,
        "outbox_too_large": .tooLarge,
        "outbox_target_exists": .fileThere,
        "picture_unsupported": .picture,
        "picture_empty": .picture,
        "picture_too_large": .picture,
        "picture_too_many_pixels": .picture,
        "picture_too_much_memory": .picture,
        "picture_damaged": .picture,
        "picture_mask_outside": .picture,
        "picture_too_many_masks": .picture,
        "picture_too_detailed": .picture,
        "picture_unreadable": .picture,
    ]
}

import WalletDoctor

/// The app's own words, by their key in `Localizable.xcstrings`. What the doctor says comes in the person's language already.
public enum Words {
    public static func key(_ symptom: Symptom) -> String {
        switch symptom {
        case .withdrawalFailed: "symptom.withdrawal_failed"
        case .transferFailed: "symptom.transfer_failed"
        case .paymentFailed: "symptom.payment_failed"
        case .paymentNotReceived: "symptom.payment_not_received"
        case .transactionDelayed: "symptom.transaction_delayed"
        case .balanceIncorrect: "symptom.balance_incorrect"
        case .historyUnavailable: "symptom.history_unavailable"
        case .signInFailed: "symptom.sign_in_failed"
        case .verificationFailed: "symptom.verification_failed"
        case .accountRestricted: "symptom.account_restricted"
        case .accountOpeningFailed: "symptom.account_opening_failed"
        case .fundsMissing: "symptom.funds_missing"
        case .appError: "symptom.app_error"
        case .other: "symptom.other"
        }
    }

    /// In the order to offer them.
    public static let symptoms: [Symptom] = [
        .balanceIncorrect, .fundsMissing, .withdrawalFailed, .transferFailed, .paymentFailed, .paymentNotReceived,
        .transactionDelayed, .historyUnavailable, .signInFailed, .verificationFailed, .accountRestricted,
        .accountOpeningFailed, .appError, .other,
    ]

    public static func key(_ step: StepKind) -> String {
        switch step {
        case .network: "step.network"
        case .endpoints: "step.endpoints"
        case .quality: "step.quality"
        case .portal: "step.portal"
        case .service: "step.service"
        case .account: "step.account"
        case .balances: "step.balances"
        case .caches: "step.caches"
        }
    }

    public static let steps: [StepKind] = [
        .network, .endpoints, .quality, .portal, .service, .account, .balances, .caches,
    ]

    public static func key(_ standing: VisitState.Standing) -> String {
        switch standing {
        case .waiting: "standing.waiting"
        case .running: "standing.running"
        case .fine: "standing.fine"
        case .trouble: "standing.trouble"
        }
    }

    public static func key(_ certainty: Certainty) -> String {
        switch certainty {
        case .almostCertain: "certainty.almost_certain"
        case .likely: "certainty.likely"
        case .possible: "certainty.possible"
        }
    }

    public static func key(_ remedy: Remedy) -> String {
        switch remedy {
        case .clearCache: "remedy.clear_cache %@"
        case .resync: "remedy.resync"
        case .signInAgain: "remedy.sign_in_again"
        }
    }

    /// What the person agrees to.
    public static func consent(_ remedy: Remedy) -> String {
        switch remedy {
        case .clearCache: "remedy_ask.clear_cache"
        case .resync: "remedy_ask.resync"
        case .signInAgain: "remedy_ask.sign_in_again"
        }
    }

    /// What came of a remedy.
    public static func key(_ outcome: RemedyOutcome) -> String {
        switch (outcome.helped, outcome.resync) {
        case (true?, _): "outcome.helped"
        case (_, .failed): outcome.cleared == nil ? "outcome.failed" : "outcome.not_fetched"
        case (false?, _): "outcome.not_helped"
        case (nil, _): "outcome.done"
        }
    }

    /// What was cleared earlier.
    public static func key(_ state: SweepState) -> String {
        switch state {
        case .waiting: "sweep.waiting"
        case .unfinished: "sweep.unfinished"
        case .damaged: "sweep.damaged"
        }
    }

    /// Where a report stands, for the person.
    public static func key(_ state: SubmissionState) -> String {
        switch state {
        case .queued, .uploading, .failed: "submission.kept"
        case .delivered: "submission.delivered"
        case .answered: "submission.answered"
        case .closed: "submission.closed"
        case .expired: "submission.expired"
        case .withdrawn: "submission.withdrawn"
        }
    }

    /// What else the screen says.
    public enum Screen: String, CaseIterable, Sendable {
        case title = "screen.title"
        case diagnose = "screen.diagnose"
        case stop = "screen.stop"
        case whatIsWrong = "screen.what_is_wrong"
        case messageSeen = "screen.message_seen"
        case note = "screen.note"
        case looking = "screen.looking"
        case found = "screen.found"
        case money = "screen.money"
        case whatToDo = "screen.what_to_do"
        case why = "screen.why"
        case announced = "screen.announced"
        case remedies = "screen.remedies"
        case remedyDo = "screen.remedy_do"
        case remedyKeep = "screen.remedy_keep"
        case remedyUndo = "screen.remedy_undo"
        case remedyUndone = "screen.remedy_undone"
        case remedyFailed = "screen.remedy_failed"
        case sweeps = "screen.sweeps"
        case cancel = "screen.cancel"
        case contacts = "screen.contacts"
        case prepareReport = "screen.prepare_report"
        case addPicture = "screen.add_picture"
        case picturesAdded = "screen.pictures_added %lld"
        case discard = "screen.discard"
        case report = "screen.report"
        case reportNothingLeaves = "screen.report_nothing_leaves"
        case redacted = "screen.redacted %lld"
        case items = "screen.items"
        case takeOut = "screen.take_out"
        case cover = "screen.cover"
        case coverHint = "screen.cover_hint"
        case uncover = "screen.uncover"
        case leftOut = "screen.left_out"
        case stillInIt = "screen.still_in_it"
        case agree = "screen.agree"
        case wifiOnly = "screen.wifi_only"
        case send = "screen.send"
        case sending = "screen.sending"
        case ticket = "screen.ticket %@"
        case askSupport = "screen.ask_support"
        case share = "screen.share"
        case noCase = "screen.no_case"
    }
}

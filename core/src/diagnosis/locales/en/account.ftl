### What the doctor says, in English. Calm, plain, short; no blame, no jargon. Every message stands in every language.

## Facts: one sentence of evidence each

fact-account-unrestricted = The provider says that your account is not restricted.
fact-account-locked = The provider says that your account is locked after too many wrong passwords{ $operations_known ->
    [yes] { " " }(only: { $operations })
   *[no] { "" }
 }{ $until_known ->
    [yes] , until { $until }.
   *[no] .
 }
fact-account-frozen = The provider says that its security checks have frozen your account{ $operations_known ->
    [yes] { " " }(only: { $operations })
   *[no] { "" }
 }{ $until_known ->
    [yes] , until { $until }.
   *[no] .
 }
fact-account-failures = The provider says that your account is restricted after too many failed attempts{ $operations_known ->
    [yes] { " " }(only: { $operations })
   *[no] { "" }
 }{ $until_known ->
    [yes] , until { $until }.
   *[no] .
 }
fact-account-in_review = The provider says that your account is restricted while it is being reviewed{ $operations_known ->
    [yes] { " " }(only: { $operations })
   *[no] { "" }
 }{ $until_known ->
    [yes] , until { $until }.
   *[no] .
 }
fact-account-held_for_sign_in = The provider says that your account is restricted because of a sign-in that does not look like yours{ $operations_known ->
    [yes] { " " }(only: { $operations })
   *[no] { "" }
 }{ $until_known ->
    [yes] , until { $until }.
   *[no] .
 }
fact-account-policy = The provider says that a rule of its own or of your region restricts your account{ $operations_known ->
    [yes] { " " }(only: { $operations })
   *[no] { "" }
 }{ $until_known ->
    [yes] , until { $until }.
   *[no] .
 }
fact-account-restricted = The provider says that your account is restricted{ $operations_known ->
    [yes] { " " }(only: { $operations })
   *[no] { "" }
 }{ $until_known ->
    [yes] { " " }until { $until }
   *[no] { "" }
 }, and gives no reason.
fact-account-partly_restricted = The provider says that your account is restricted for: { $operations }.
fact-account-session_expired = Your sign-in in this app has expired.
fact-account-session_valid = Your sign-in in this app is valid.
fact-account-sign_ins_failed = Failed sign-ins of late: { $count }{ $left_known ->
    [yes] ; attempts left: { $left }.
   *[no] .
 }
fact-account-unusual_sign_in = The provider finds a sign-in unusual{ $at_known ->
    [yes] { " " }({ $at }).
   *[no] .
 }
fact-account-unknown_device = Signed-in devices that the provider does not know as yours: { $count }.
fact-account-two_factor_on = The two-step check is on.
fact-account-two_factor_required = What you tried needs the two-step check, and it is off.
fact-account-two_factor_off = The two-step check is off.
fact-account-two_factor_failing = Codes of the two-step check are refused or do not arrive.
fact-account-identity_verified = Your identity check is passed.
fact-account-identity_unverified = Your identity check is not finished{ $missing_known ->
    [yes] ; still missing: { $missing }.
   *[no] .
 }
fact-account-identity_required = What you tried needs the identity check, which is not passed.
fact-account-identity_in_review = Your identity check is being reviewed{ $missing_known ->
    [yes] ; it concerns: { $missing }.
   *[no] .
 }
fact-account-identity_rejected = Your identity check was not accepted{ $missing_known ->
    [yes] ; it concerns: { $missing }.
   *[no] .
 }
fact-account-identity_expired = The identity document in your account has expired{ $missing_known ->
    [yes] ; to be renewed: { $missing }.
   *[no] .
 }
fact-account-contradictory = What the provider says about your account contradicts itself.
fact-account-unreadable = { $places_known ->
    [yes] Parts of what the provider says about your account do not make sense ({ $places }).
   *[no] The provider answered, but what it says about your account does not make sense.
 }
fact-account-unavailable = The state of your account could not be read just now.
fact-attempts-failed_often = Failed attempts of late on this phone: { $count }.

## Causes: what is wrong, what it means for the money, when to try again, what to do

cause-account-locked =
    .headline = { $fact ->
        [sign_ins_failed] { $left_known ->
            [yes] Several sign-ins have failed. Attempts left before your account is locked: { $left }.
           *[no] Several sign-ins have failed, so your account may be locked for a while.
         }
       *[other] Your account is locked after too many wrong passwords{ $until_known ->
            [yes] , until { $until }.
           *[no] .
         }
     }
    .money = A lock keeps everybody out and protects your money. It takes nothing from your balance.
    .retry = { $until_known ->
        [yes] Do not try before { $until }; each further wrong password can make the lock longer.
       *[no] { $try_again_known ->
            [yes] Do not try before { $try_again }; each further wrong password can make the lock longer.
           *[no] Leave a day before you try again; each further wrong password can make the lock longer.
         }
     }
    .steps =
        If you are not sure of your password, reset it in the app instead of guessing.
        If somebody else may have tried to sign in, set a new password and tell support.
        If the lock does not end by itself, ask support to check that it is you and lift it.
cause-account-frozen_by_risk_control =
    .headline = { $provider }'s security checks have frozen your account{ $operations_known ->
        [yes] { " " }(only: { $operations })
       *[no] { "" }
     }{ $until_known ->
        [yes] , until { $until }.
       *[no] .
     }
    .money = A freeze stops transactions; by itself it takes nothing from your balance. What happens next only { $provider } can say.
    .retry = Trying again does not lift a freeze; wait until { $provider } tells you that it is lifted.
    .steps =
        Read the latest messages from { $provider } in the app; they may say what is asked of you.
        Contact support through the app, and ask what is needed to lift the freeze.
        Pay nobody who promises to lift it for a fee, and give nobody a code.
    .ready =
        Your account as the app shows it, without passwords or codes.
        Your identity document.
        What you did shortly before the freeze, with times and amounts.
        Receipts for recent larger payments, and whom they were to or from.
        The message that told you of the freeze, with a screenshot.
cause-account-restricted_after_failures =
    .headline = Your account is restricted for a while after too many failed attempts{ $operations_known ->
        [yes] { " " }(only: { $operations })
       *[no] { "" }
     }{ $until_known ->
        [yes] , until { $until }.
       *[no] .
     }
    .money = The restriction takes nothing from your balance. An attempt that your records show as failed and not debited has cost nothing.
    .retry = { $until_known ->
        [yes] Do not try before { $until }; each further failed attempt can make it longer.
       *[no] { $try_again_known ->
            [yes] Do not try before { $try_again }; each further failed attempt can make it longer.
           *[no] Leave at least a day before you try again; each further failed attempt can make it longer.
         }
     }
    .steps =
        Look in your records why the first attempt failed: the amount, the card, a limit.
        Put that right before the next attempt.
        If it cannot wait, ask support whether the restriction can be lifted sooner.
cause-account-restricted =
    .headline = { $fact ->
        [restricted] { $provider } has restricted your account{ $operations_known ->
        [yes] { " " }(only: { $operations })
       *[no] { "" }
     }{ $until_known ->
            [yes] { " " }until { $until }
           *[no] { "" }
         }. The reason is not given.
        [partly_restricted] Part of your account is restricted ({ $operations }). We do not know whether that is the reason.
       *[other] Your account seems to be restricted. We could not see the reason.
     }
    .money = A restriction limits what you can do; by itself it takes nothing from your balance. What it means for you only { $provider } can say.
    .retry = { $until_known ->
        [yes] Try again after { $until }; trying before does not help.
       *[no] Trying again does not lift a restriction; ask support first.
     }
    .steps =
        Read the latest messages from { $provider } in the app and in your mail.
        Ask support for the reason, and what you can do about it.
        Pay nobody who promises to lift it for a fee, and give nobody a code.
cause-account-under_review =
    .headline = { $fact ->
        [identity_in_review] Your identity check is being reviewed. Until that is done, some things do not work.
       *[other] { $provider } is reviewing your account. Until that is done, some things do not work{ $until_known ->
            [yes] { " " }(until { $until }).
           *[no] .
         }
     }
    .money = A review by itself takes nothing from your balance. Some of it may not be usable until the review is over.
    .retry = { $until_known ->
        [yes] Try again after { $until }, or when { $provider } tells you that the review is over.
       *[no] Try again when { $provider } tells you that the review is over; sending everything once more can start it anew.
     }
    .steps =
        Look in the app whether something more is asked of you, and answer only there.
        If you need money for something urgent, pay it another way for now.
        If the time that was promised has passed, ask support how far the review is.
cause-account-session_expired =
    .headline = Your sign-in has expired, so the app cannot reach your account.
    .money = An expired sign-in puts no money at risk. It ends after a while to protect you.
    .retry = Try again as soon as you have signed in again.
    .steps =
        Let the app sign you in again.
        Enter your password only in the app, never on a page from a message or a link.
        If you are signed out again at once, send the report to support.
    .after =
        Look at your transactions first; what you did before may have gone through.
        Then do what you were about to do.
cause-account-unusual_sign_in =
    .headline = { $fact ->
        [held_for_sign_in] { $provider } has restricted your account because of a sign-in that does not look like yours.
        [unknown_device] A device that { $provider } does not know as yours is signed in to your account.
       *[other] There was an unusual sign-in to your account{ $at_known ->
            [yes] { " " }({ $at }). It may have been you.
           *[no] . It may have been you.
         }
     }
    .money = We cannot tell from here whether somebody else was in your account. If it was not you, treat it as urgent.
    .retry = If it was you, confirm that first; if not, make the account safe before anything else.
    .steps =
        Open the list of signed-in devices and compare it with what you did yourself, perhaps on a new phone or on a journey.
        If it was not you, change your password on a network that you trust and sign the other devices out.
        Look through your recent transactions, and contact support at once about any that is not yours.
        If it was you, confirm it where the app asks for it.
    .ready =
        Your account as the app shows it, without passwords or codes.
        When and on which devices you signed in yourself.
        The numbers of transactions that are not yours.
        The alert that you saw, with a screenshot.
cause-account-two_factor_off =
    .headline = { $fact ->
        [two_factor_required] What you tried needs the two-step check, and it is off.
       *[other] The two-step check of your account is off, and what you tried may need it.
     }
    .money = Nothing suggests that your money is at risk. With the two-step check on, a stolen password alone is not enough.
    .retry = Try again once the two-step check is on.
    .steps =
        Turn the two-step check on in the app's security settings.
        Keep the recovery codes, if you are given any, in a safe place away from this phone.
        Give a code to nobody, not even to somebody who says they are support.
cause-account-two_factor_failing =
    .headline = The codes of the two-step check are refused or do not arrive.
    .money = Nothing suggests that your money is at risk. Without a valid code nobody gets any further.
    .retry = Wait a few minutes before you ask for one new code; only the newest one counts, and asking too often can stop them for a while.
    .steps =
        Turn on automatic date and time in the phone's settings; codes from an app depend on it.
        For codes by text message, check the number in your account, the signal, and the messages that the phone has filtered out.
        If you no longer have that number or phone, choose another way that the app offers, or ask support.
        Give a code to nobody, not even to somebody who says they are support.
cause-account-identity_unverified =
    .headline = { $fact ->
        [identity_expired] The identity document in your account has expired.
       *[other] Your identity check is not finished{ $missing_known ->
            [yes] . Still missing: { $missing }.
           *[no] .
         }
     }
    .money = Your balance stays as it is. Some things are limited until the check is passed.
    .retry = { $fact ->
        [identity_required] Try again once the check is passed; before that, it will be refused again.
       *[other] Try again once the check is passed; before that, it may be refused.
     }
    .steps =
        Open the identity check in the app and { $missing_known ->
            [yes] add: { $missing }.
           *[no] finish what it asks for.
         }
        Use a document that is still valid, and enter everything exactly as it stands there.
        Take photos in good light, with all four corners in view and no reflections.
        Send documents only in the app, never by a link or in a chat with a stranger.
    .ready =
        Your account as the app shows it, without passwords or codes.
        Your identity document, still valid.
        What the app says about the check, with a screenshot.
cause-account-identity_rejected =
    .headline = Your identity check was not accepted{ $missing_known ->
        [yes] . It concerns: { $missing }.
       *[no] .
     }
    .money = Your balance stays as it is. Some things are limited until the check is passed.
    .retry = Try again only when you have put right what was refused; the number of tries may be limited.
    .steps =
        Read in the app what was not accepted.
        Compare name, number and date of birth with your document, letter by letter.
        Take new photos in good light, with all four corners in view and no reflections.
        If it is refused again although everything is right, ask support for a check by hand.
    .ready =
        Your account as the app shows it, without passwords or codes.
        Your identity document, still valid.
        What the app says about the refusal, with a screenshot.
        How often you have tried, and when.
cause-account-region_or_policy =
    .headline = A rule of { $provider } or of your region does not allow this with your account{ $operations_known ->
        [yes] { " " }(only: { $operations })
       *[no] { "" }
     }{ $until_known ->
        [yes] { " " }until { $until }.
       *[no] .
     }
    .money = A rule by itself takes nothing from your balance. Ask support how you can use what is in the account.
    .retry = Trying again does not help as long as the rule applies.
    .steps =
        Read in the app or in { $provider }'s terms what is allowed where you are.
        Turn a VPN off, if one is on: it can make you seem to be somewhere else.
        Ask support which ways are open to you.
cause-account-all_devices =
    .headline = Other devices show the same, so it is probably not this phone. It may lie in the account or at { $provider }.
    .money = Nothing we saw puts your money at risk.
    .retry = Try again in a few minutes; trying on yet another device does not help.
    .steps =
        There is no need to reset the phone or to install the app again.
        Look at what { $provider } announces; others may have the same trouble.
        If it goes on, send the report to support. They can look at the account itself.

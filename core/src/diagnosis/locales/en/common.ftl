### What the doctor says, in English. Calm, plain, short; no blame, no jargon. Every message stands in every language.

## Certainty, severity and labels

certainty-almost_certain = almost certainly
certainty-likely = probably
certainty-possible = possibly
label-causes = What we found
label-nothing-found = We checked everything we could and found nothing wrong.
label-evidence-for = Why we think so
label-evidence-against = What speaks against it
label-money = Your money
label-announcements = What the provider announces
label-steps = What to do next
label-fixed = What was fixed
label-retry = When to try again
label-ready = What to have ready for support
label-contacts = Whom to ask
label-preflight-fine = Nothing that we know of stands in the way.
label-preflight-unmet = What stands in the way
label-preflight-notes = Good to know
label-preflight-unknown = What could not be looked at
aspect-account = the state of your account
aspect-balance = what is available
aspect-limits = limits
aspect-attempts = failed attempts on this phone
aspect-fee = the fee
aspect-bank = the bank or channel
aspect-service = the provider's service
aspect-network = the network of this phone
aspect-app = the version of the app
label-report = Your report
label-ticket = Ticket
step-network = Network of this phone
step-endpoints = Connection to the wallet
step-quality = Quality of the connection
step-portal = Sign-in page of this network
step-service = Status and announcements of the provider
step-account = Account
step-balances = Balances
step-caches = Stored copies

## Money

money-nothing-found = Nothing we saw puts your money at risk.
money-urgent = We cannot tell from here whether money is missing. Treat it as urgent: the sooner { $provider } and your bank know, the better the chance to stop or dispute a payment.
steps-urgent =
    Make the account safe: on a network that you trust, change your password and sign all other devices out.
    Look through your recent transfers, spending and top-ups, and mark each one that is not yours.
    Contact { $provider }'s support at once by the fastest channel that is open now, and name the ones that you marked.
    If a bank account or card is linked, ask that bank to block it and to stop or dispute the payment.
    Keep every record: numbers, times, amounts, messages, screenshots. Pay nobody who promises to get money back, and give nobody a code.
    Watch the account over the next days, and report anything new at once.
    If somebody has tricked you or got into your account, tell the police; in mainland China that is 110, or 96110 for fraud by phone or online.
    If { $provider } does not act, turn to the authority that supervises it; in mainland China that is 12363, the People's Bank of China's line for financial consumers.

## When nothing was found: an honest next step for each complaint

nothing-found-withdrawal_failed = Check the linked card and the amount once more, then try a single time. If it fails again, do not go on trying; send the report to support.
nothing-found-transfer_failed = Check the payee's name and account with the payee, then try a single time. If it fails again, do not go on trying; send the report to support.
nothing-found-payment_failed = Look in your records whether the payment went through before you pay again; another card or way to pay may work. If it fails again, send the report to support.
nothing-found-payment_not_received = Give the payee the number, time and amount of the payment, and ask them to look in their own records. Do not pay again; if they still have nothing after a working day, send the report to support.
nothing-found-transaction_delayed = To a bank it can take until the next working day, and longer at weekends and on public holidays. If that has passed, send the report to support with the number of the transaction; do not send the money again meanwhile.
nothing-found-balance_incorrect = Compare the balance with your list of transactions; fees, refunds and what is still under way count as well. If an amount is left that you cannot explain, send the report to support and say from which day on it no longer fits.
nothing-found-history_unavailable = Close the app, open it again and pull down to refresh; a shorter period may load where a long one does not. If it stays empty, send the report to support. Records that do not load are not lost because of that.
nothing-found-sign_in_failed = If you are not sure of your password, reset it in the app instead of guessing, because wrong ones can lock the account. If it still fails, send the report to support.
nothing-found-verification_failed = Ask for one new code, wait for it and use only that one; check that the number in your account is still yours. If it fails again, send the report to support, and give the code itself to nobody.
nothing-found-account_restricted = We saw no restriction, so the message may not come from the provider. Compare it with the messages in the app, do not follow its links, and ask support through the app.
nothing-found-account_unseen = We could not look at the account itself, so a restriction may be there all the same. Read the messages in the app, follow no links, and ask support through the app what is restricted and why.
nothing-found-account_opening_failed = Compare each entry with your document and with what your bank has for you, and look for a message that asks for something more. If the time that was promised has passed, ask support how far the application is.
nothing-found-funds_missing = That nothing was found here does not mean that nothing has happened. Follow the steps for the urgent case, and contact support at once.
nothing-found-app_error = Close the app and open it again. If the error comes back, take a screenshot of its exact words or code, and send it to support with the report.
nothing-found-other = Write down in your own words what you did, what you expected and what happened instead, and send that to support with the report.

## What to have ready for support

ready-default =
    Your account as the app shows it, without passwords or codes.
    The amount, and when it was.
    The number of the transaction, if there is one.
    The message that you saw, word for word.
    Screenshots.
ready-note = Support never needs your password or a one-time code; whoever asks for one is not support.

## What was done

outcome-cleared = Cleared { $files } files of the stored copy '{ $label }'.{ $some_left ->
    [yes] { " " }What could not be moved was left as it is ({ $left }).
   *[no] { "" }
 }
outcome-synced = Your balance was fetched again.
outcome-not-synced = Your balance could not be fetched again. Open the app's overview to fetch it.
outcome-helped = The balance is right now.
outcome-not-helped = That did not help, so everything was put back.
outcome-not-known = Whether that helped could not be seen.
outcome-could-fix = The app can clear the stored copy '{ $label }' ({ $bytes } bytes) and fetch your data again: { $why ->
    [damaged] it cannot be read.
    [other_schema] this version of the app cannot use it.
    [too_old] it is older than it should be.
    [too_large] it is larger than it should be.
   *[stale] it is older than what the provider has.
 }
outcome-could-resync = The app can fetch your balance again.
outcome-could-sign-in = The app can let you sign in again.
outcome-not-done = The app could not do that: { $problem }
outcome-failed = The stored copy '{ $label }' could not be cleared: { $problem }
report-failed = The report could not be kept, so it was not sent: { $problem }
report-redacted = { $count } private details were taken out before it was sealed.
report-file = Sealed for support only: { $file }
report-not-kept = Sealed for support only. This demonstration keeps no file; --keep DIR does.
report-arrived = Support has it.
report-reply = Expected reply within { $hours } h.
report-waiting = It could not be sent yet. It is kept, and sending can go on later; you can also share the file yourself.
report-kept = It is kept on this device. No desk is set up to send it to; you can share the file yourself.
step-fine = fine
step-trouble = something is not as it should be

## Parts of the service

separator = { ", " }
part-withdrawals = withdrawals
part-deposits = deposits
part-transfers = transfers
part-payments = payments
part-banks = bank channels
part-balances = balances and history
part-transactions = transactions
part-sign_in = signing in
part-verification = verification
part-opening = account opening
part-accounts = accounts

## Spans of time

span-minutes = { $count ->
    [one] 1 minute
   *[other] { $n } minutes
 }
span-hours = { $count ->
    [one] 1 hour
   *[other] { $n } hours
 }
span-days = { $count ->
    [one] 1 day
   *[other] { $n } days
 }

## What the provider announces: when it is, and how old the word is

announced-incident = { $from_known ->
    [yes] since { $from }
   *[no] { "" }
 }{ $as_of_known ->
    [yes] { $age_known ->
        [yes] { " " }(last heard { $as_of }, { $age } ago)
       *[no] { " " }(last heard { $as_of } by a clock that was wrong)
     }
   *[no] { "" }
 }
announced-maintenance_now = { $over_by_known ->
    [yes] was to end at { $until }, { $over_by } ago
   *[no] { $until_known ->
        [yes] until { $until }
       *[no] now
     }
 }{ $as_of_known ->
    [yes] { $age_known ->
        [yes] { " " }(last heard { $as_of }, { $age } ago)
       *[no] { " " }(last heard { $as_of } by a clock that was wrong)
     }
   *[no] { "" }
 }
announced-maintenance_planned = in { $starts_in }, from { $from }{ $lasts_known ->
    [yes] , for about { $lasts }
   *[no] { "" }
 }{ $as_of_known ->
    [yes] { $age_known ->
        [yes] { " " }(last heard { $as_of }, { $age } ago)
       *[no] { " " }(last heard { $as_of } by a clock that was wrong)
     }
   *[no] { "" }
 }
announced-notice = { $from_known ->
    [yes] { $from }
   *[no] { "" }
 }{ $as_of_known ->
    [yes] { $age_known ->
        [yes] { " " }(last heard { $as_of }, { $age } ago)
       *[no] { " " }(last heard { $as_of } by a clock that was wrong)
     }
   *[no] { "" }
 }

## Facts: one sentence of evidence each

fact-causes-not_accepted = The provider's own list of causes was not accepted; ours was used.

## Causes: what is wrong, what it means for the money, when to try again, what to do

cause-unknown-needs_support =
    .headline = { $fact ->
        [bank_refused] The bank has refused the transaction, and we do not know why.
        [contradicts_itself] What { $provider } says of this transaction does not fit together, so we cannot tell how it ended.
        [contradictory] What { $provider } says does not fit together, so we cannot name a cause.
        [terms_inconsistent] The limits or balances that { $provider } gives do not fit together, so we cannot name a cause.
        [negative] { $provider } gives a balance below zero, and we do not know why.
       *[other] We could not check everything, and what we saw does not name a cause.
     }
    .money = { $fact ->
        [contradicts_itself] Whether money was taken cannot be told from that. Your balance and records may show it; support can say for certain.
        [bank_refused] Whether money was taken is not told. Your balance and records may show it; support can say for certain.
        [negative] We cannot tell from here. A balance below zero can come from a fee or a payment taken back, or be a mistake; support can say which.
       *[other] Nothing we saw puts your money at risk, but we could not see everything.
     }
    .retry = { $fact ->
        [contradicts_itself] Do not send it again before you know how it ended.
        [bank_refused] Do not try again before you have asked the bank or support; refusals can count towards a limit.
       *[other] Try again in a few minutes, but not over and over.
     }
    .steps =
        If the problem is still there, send the report to support; it says what was checked and what could not be.
        Add the message that you saw, a screenshot and the time.

## Operations

operation-withdrawal = withdrawals
operation-transfer = transfers
operation-payment = payments
operation-sign_in = signing in
operation-verification = verification
operation-opening = opening the wallet

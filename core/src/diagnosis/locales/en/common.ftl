### What the doctor says, in English. Calm, plain, short; no blame, no jargon. Every message stands in every language.

## Certainty, severity and labels

certainty-almost_certain = almost certainly
certainty-likely = probably
certainty-possible = possibly
label-causes = What we found
label-nothing-found = We checked everything we could and found nothing wrong.
label-nothing-found-next = If the problem is still there, send a report to support. They will look at your account itself.
label-evidence-for = Why we think so
label-evidence-against = What speaks against it
label-money = Your money
label-announcements = What the provider announces
label-steps = What to do next
label-fixed = What was fixed
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
money-urgent = We cannot tell from here whether money is missing. Treat it as urgent.
steps-urgent =
    Change your password now, from a network you trust.
    Look through your recent transactions and note each one that is not yours.
    Call { $provider }'s support at once, and have the report and the numbers of those transactions ready.
    Keep every record.

## What was done

outcome-cleared = Cleared { $files } files of the stored copy '{ $label }'.
outcome-synced = Your balance was fetched again.
outcome-not-synced = Your balance could not be fetched again. Open the app's overview to fetch it.
outcome-helped = The balance is right now.
outcome-not-helped = That did not help, so everything was put back.
outcome-not-known = Whether that helped could not be seen.
outcome-could-fix = The app can clear the stored copy '{ $label }' and fetch your balance again.
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

## Causes: what is wrong, what it means for the money, what to do

cause-unknown-needs_support =
    .headline = We could not check everything, and what we saw does not name a cause.
    .money = Nothing we saw puts your money at risk, but we could not see everything.
    .steps =
        Try again in a few minutes.
        If the problem is still there, send the report to support.

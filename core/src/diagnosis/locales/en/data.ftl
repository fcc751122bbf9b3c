### What the doctor says, in English. Calm, plain, short; no blame, no jargon. Every message stands in every language.

## Facts: one sentence of evidence each

fact-balance-equal = The balances shown are the provider's.
fact-balance-cache_stale = { $subject }: the app shows { $cached }, from { $since }; the provider has { $synced }.
fact-balance-provider_behind = { $subject }: the provider answers { $synced }, from { $since }; the app already has { $cached }.
fact-balance-pending_explains = { $subject }: the difference of { $difference } is made by transactions under way: { $transactions }.
fact-balance-unexplained = { $subject }: the app shows { $cached }, the provider has { $synced }; nothing known explains the difference of { $difference }.
fact-balance-unavailable = Your balance could not be read just now.
fact-balance-unreadable = The provider answered, but its balances do not make sense.
fact-cache-too_old = { $subject }: this stored copy is older than it should be; its oldest part is from { $oldest }.
fact-cache-too_large = { $subject }: this stored copy is larger than it should be ({ $bytes } bytes).
fact-cache-other_schema = { $subject }: this stored copy is in a form that this version of the app cannot use.
fact-cache-damaged = { $subject }: the app could not read this stored copy.

## Causes: what is wrong, what it means for the money, when to try again, what to do

cause-data-cache_stale =
    .headline = { $cached_known ->
        [yes] The app shows an old copy of your balance.
       *[no] Some of what the app keeps on this phone is old.
     }
    .money = What counts is the balance at { $provider }, not the copy on this phone. If it is lower than you expect, look through your transactions.
    .retry = Try again once the app has fetched your balance anew.
    .steps =
        Let the app clear the old copy and fetch your balance again.
        If it is still not right, send the report to support.
    .after =
        Look at your balance once more. If it is still not right, tell support.
cause-data-sync_delayed =
    .headline = { $provider } has not caught up yet with your latest transactions.
    .money = Nothing suggests that your money is at risk. The newest transactions appear when { $provider } has caught up.
    .retry = Look again in a few minutes; do not repeat a transaction that you have already made.
    .steps =
        Pull down to refresh, and compare the newest transactions with your own records.
        If it has not caught up in an hour, send the report to support.
cause-data-pending_explains_difference =
    .headline = Transactions that are still under way make the difference in your balance.
    .money = Nothing suggests that your money is at risk. These amounts are on their way and not booked yet.
    .retry = Nothing has to be tried again; do not send those transactions a second time.
    .steps =
        Look at the transactions named here and at their state.
        If one takes longer than a working day, ask support about it by its number.
cause-data-balance_differs_unexplained =
    .headline = The balance in the app and the balance at { $provider } differ, and nothing we know explains it.
    .money = We cannot tell from here. Support can, with the exact figures in the report.
    .retry = Try no further transactions in this currency before support has looked at it.
    .steps =
        Send the report to support; it holds both balances and the exact difference.
        Keep a screenshot of the balance as the app shows it now.
        If you see a transaction that is not yours, call support at once.
cause-data-cache_corrupt =
    .headline = { $fact ->
        [other_schema] Something that the app keeps on this phone is in a form that this version of the app cannot use.
       *[other] Something that the app keeps on this phone is damaged and cannot be read.
     }
    .money = This puts no money at risk. It is only a copy; what counts is the balance at { $provider }.
    .retry = Try again once the app has replaced that copy.
    .steps =
        Let the app clear that copy and fetch your data again.
        If the phone is almost full, make some room first.
        Do not remove the app for this; clearing the copy is enough.
    .after =
        Look at your balance and your latest transactions once more.
        If something is still missing or it happens again, send the report to support.
cause-data-duplicate_or_missing_transaction =
    .headline = { $fact ->
        [listed_twice] A transaction is listed twice under the same number: { $subject }.
        [twice] Two transactions look the same. One may be there by mistake: { $transactions_known ->
            [yes] { $transactions }.
           *[no] { $subject }.
         }
        [not_found] { $provider } does not know this transaction: { $subject }.
       *[other] A transaction is listed twice, or is missing.
     }
    .money = { $fact ->
        [listed_twice] It may be a matter of display only. The balance shows whether the amount was taken once or twice.
        [not_found] We cannot tell from here. If money was taken for it, keep the record that shows it.
       *[other] We cannot tell from here whether an amount was taken twice. Compare the balance with your list of transactions.
     }
    .retry = { $fact ->
        [not_found] Do not send it again before support has said what became of it.
       *[other] Do not send it again, and do not reverse one yourself, before support has said which of them counts.
     }
    .steps =
        Refresh the list of transactions and compare numbers, times and amounts.
        If you have a linked card, look there how often the amount was taken.
        Send the report to support, with the numbers of these transactions.
    .ready =
        Your account as the app shows it, without passwords or codes.
        The number, time and amount of each of these transactions.
        The bank's record of the payment, if there is one.
        Screenshots of the list and of each transaction.

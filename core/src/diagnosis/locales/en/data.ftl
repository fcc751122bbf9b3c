### What the doctor says, in English. Calm, plain, short; no blame, no jargon. Every message stands in every language.

## Facts: one sentence of evidence each

fact-balance-equal = The balances shown are the provider's.
fact-balance-cache_stale = { $subject }{ $figure }: the app shows { $cached }{ $since_known ->
    [yes] , from { $since }
   *[no] { "" }
 }; the provider has { $synced }.
fact-balance-cache_older = { $subject }{ $figure }: the app shows { $cached }{ $since_known ->
    [yes] , from { $since }
   *[no] { "" }
 }; the provider has { $synced }, which is later by its time.
fact-balance-provider_behind = { $subject }{ $figure }: the provider answers { $synced }{ $since_known ->
    [yes] , from { $since }
   *[no] { "" }
 }; { $known_known ->
    [yes] it has already said { $known }.
   *[no] the app already has { $cached }.
 }
fact-balance-pending_explains = { $subject }{ $figure }: the difference of { $difference } is made by transactions under way: { $transactions }.
fact-balance-pending_may_explain = { $subject }{ $figure }: the difference of { $difference } may be made by transactions under way ({ $transactions }), but there may be another reason.
fact-balance-counted_twice = { $subject }: the difference of { $difference } is exactly one transaction, as if it were counted twice: { $transactions }.
fact-balance-transaction_missing = { $subject }: the difference of { $difference } is exactly one transaction, as if it were missing from the app: { $transactions }.
fact-balance-failed_counted = { $subject }: the difference of { $difference } is exactly a transaction that has failed: { $transactions }.
fact-balance-transaction_may_explain = { $subject }: the difference of { $difference } may be a transaction that is not counted as it should be ({ $transactions }), but that can be chance.
fact-balance-held_mistaken = { $subject }{ $figure }: the app shows { $cached }, the provider has { $synced }; the difference is exactly what is held back, { $held }.
fact-balance-other_account = The app shows the balances of another account than the provider.
fact-balance-other_asset = The app shows { $cached } as { $subject }; the provider has the same amount as { $other }.
fact-balance-other_scale = { $subject }: the app shows { $cached }, the provider has { $synced }: the same digits, with the decimal point elsewhere.
fact-balance-unsettled = { $cached_known ->
    [no] The app and the provider tell different balances, but they were still changing while we looked.
   *[yes] { $subject }{ $figure }: the app shows { $cached }, the provider has { $synced }, but that was still changing while we looked.
 }
fact-balance-partly_read = Parts of your balance could not be read or compared.
fact-balance-unexplained = { $subject }{ $figure }: the app shows { $cached }, the provider has { $synced }; nothing known explains the difference of { $difference }.
fact-balance-unavailable = Your balance could not be read just now.
fact-balance-unreadable = The provider answered, but its balances do not make sense.
fact-cache-too_old = { $subject }: this stored copy is older than it should be; its oldest part is from { $oldest }.
fact-cache-too_large = { $subject }: this stored copy is larger than it should be ({ $bytes } bytes).
fact-cache-other_schema = { $subject }: this stored copy is in a form that this version of the app cannot use.
fact-cache-damaged = { $subject }: the app could not read this stored copy.

## Figures of a balance, behind an asset

figure-available = { " (available)" }
figure-held = { " (held back)" }

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
    .headline = { $fact ->
        [pending_may_explain] Transactions that are still under way may make the difference in your balance.
       *[other] Transactions that are still under way make the difference in your balance.
     }
    .money = { $fact ->
        [pending_may_explain] We cannot tell for sure from here. If it is these transactions, the amounts are on their way and not booked yet.
       *[other] Nothing suggests that your money is at risk. These amounts are on their way and not booked yet.
     }
    .retry = Nothing has to be tried again; do not send those transactions a second time.
    .steps =
        Look at the transactions named here and at their state.
        { $fact ->
            [pending_may_explain] Once they are done, look at your balance again. If it still differs, send the report to support.
           *[other] If one takes longer than a working day, ask support about it by its number.
         }
cause-data-balance_differs_unexplained =
    .headline = { $fact ->
        [unsettled] The balance in the app and the balance at { $provider } differed, and were still changing while we looked.
       *[other] The balance in the app and the balance at { $provider } differ, and nothing we know explains it.
     }
    .money = { $fact ->
        [unsettled] Nothing can be told from that yet. Balances often differ for a moment while a transaction is being booked.
       *[other] We cannot tell from here. Support can, with the exact figures in the report.
     }
    .retry = { $fact ->
        [unsettled] Wait a few minutes and have your balance checked once more.
       *[other] Try no further transactions in this currency before support has looked at it.
     }
    .steps =
        { $fact ->
            [unsettled] Pull down to refresh, and look whether the balance still differs.
           *[other] Send the report to support; it holds both balances and the exact difference.
         }
        Keep a screenshot of the balance as the app shows it now.
        { $fact ->
            [unsettled] If it still differs when it is checked again, send the report to support.
           *[other] If you see a transaction that is not yours, call support at once.
         }
cause-data-other_account_shown =
    .headline = The app shows the balance of another account than the one that you are signed in to.
    .money = We cannot tell from here whether your balance is right. What counts is the balance of your own account at { $provider }.
    .retry = Make no transaction before the app shows your own account.
    .steps =
        Look in the app which account you are signed in to.
        Let the app clear what it keeps on this phone and fetch your balance again.
        If it still shows another account, sign out and in again, and send the report to support.
    .after =
        Look whether the account and the balance are yours now.
        If they are not, make no transaction and send the report to support.
cause-data-unit_shown_wrong =
    .headline = { $fact ->
        [other_asset] The app seems to show a balance under the wrong currency: { $subject } in place of { $other }.
        [other_scale] The app seems to show your balance in { $subject } with the decimal point in the wrong place.
       *[other] The app seems to show a balance in the wrong unit.
     }
    .money = What counts is the balance at { $provider }: { $synced_known ->
        [yes] { $fact ->
            [other_asset] { $cached } { $other }.
           *[other] { $synced } { $subject }.
         }
       *[no] the amount may be the same, shown in another unit.
     }
    .retry = Make no transaction in this currency before the app shows the right balance; amounts may be taken wrongly as well.
    .steps =
        Let the app clear what it keeps on this phone and fetch your balance again.
        If it stays so, update the app if there is a newer version.
        Send the report to support; it holds both balances.
    .after =
        Compare the balance with your own records once more.
        If it is still not right, make no transaction in this currency and send the report to support.
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
        [counted_twice] Your balance seems to count one transaction twice: { $transactions }.
        [transaction_missing] A transaction seems to be missing from your balance in the app: { $transactions }.
        [failed_counted] Your balance in the app seems to count a transaction that has failed: { $transactions }.
        [transaction_may_explain] A transaction may be missing from your balance, or be counted twice: { $transactions }.
       *[other] A transaction is listed twice, or is missing.
     }
    .money = { $fact ->
        [counted_twice] We cannot tell from here which side is right. Support can, by the number of the transaction.
        [transaction_missing] We cannot tell from here which side is right. Support can, by the number of the transaction.
        [failed_counted] We cannot tell from here whether the amount is back. Support can, by the number of the transaction.
        [transaction_may_explain] We cannot tell from here. Support can, with the exact figures in the report.
        [listed_twice] It may be a matter of display only. The balance shows whether the amount was taken once or twice.
        [not_found] We cannot tell from here. If money was taken for it, keep the record that shows it.
       *[other] We cannot tell from here whether an amount was taken twice. Compare the balance with your list of transactions.
     }
    .retry = { $fact ->
        [not_found] Do not send it again before support has said what became of it.
        [counted_twice] Do not send it again before support has said which side is right.
        [transaction_missing] Do not send it again before support has said which side is right.
        [failed_counted] Do not send it again before support has said which side is right.
        [transaction_may_explain] Do not send it again before support has said which side is right.
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

### What the doctor says, in English. Calm, plain, short; no blame, no jargon. Every message stands in every language.

## Facts: one sentence of evidence each

fact-transaction-at_wallet = { $subject }: still in the wallet{ $since_known ->
    [yes] , since { $since }.
   *[no] .
 }
fact-transaction-at_channel = { $subject }: with the payment channel{ $since_known ->
    [yes] , since { $since }.
   *[no] .
 }
fact-transaction-at_bank = { $subject }: with the bank{ $since_known ->
    [yes] , since { $since }.
   *[no] .
 }
fact-transaction-at_merchant = { $subject }: the bank is done; the merchant has not confirmed it{ $since_known ->
    [yes] { " " }(since { $since }).
   *[no] .
 }
fact-transaction-pending = { $subject }: under way{ $since_known ->
    [yes] , since { $since }
   *[no] { "" }
 }; where it stands is not told.
fact-transaction-overdue = { $subject }: should have been done by { $expected_by }, and is not.
fact-transaction-not_debited = { $subject }: failed, and nothing was taken.
fact-transaction-refund_due = { $subject }: failed; the money was taken and is not back yet.
fact-transaction-refunded = { $subject }: failed, and the money is back.
fact-transaction-failed = { $subject }: failed; whether money was taken is not told.
fact-transaction-completed = { $subject }: completed.
fact-transaction-payee_wrong = { $subject }: failed because the payee's details are not right.
fact-transaction-bank_refused = { $subject }: the bank has refused it.
fact-transaction-insufficient = { $subject }: failed because not enough was available.
fact-transaction-not_mine = { $subject }: you say that you did not make it.
fact-transaction-twice = Two transactions look the same: { $transactions }.
fact-transaction-listed_twice = { $subject }: listed twice under the same number.
fact-transaction-not_found = { $subject }: the provider does not know this transaction.
fact-transaction-contradicts_itself = { $subject }: what the provider says about it contradicts itself.
fact-transaction-unavailable = Where your transactions stand could not be read just now.

## Causes: what is wrong, what it means for the money, when to try again, what to do

cause-transaction-unrecognised =
    .headline = { $fact ->
        [not_mine] You say that you did not make this: { $subject }. Treat it as urgent.
       *[other] There may be a transaction that you did not make. Treat it as urgent.
     }
    .money = Money may be at risk. The sooner { $provider } and your bank know, the better the chance to stop or dispute it.
    .retry = Make no transactions until the account is safe, and pay nobody who promises to get money back.
    .steps =
        Contact support at once by the fastest channel that is open, and name each transaction that is not yours.
        Change your password on a network that you trust, and sign all other devices out.
        If a card or bank account is linked, ask the bank to block it and to stop or dispute the payment.
        Keep every record: numbers, times, amounts, messages, screenshots.
    .ready =
        Your account as the app shows it, without passwords or codes.
        The number, time and amount of each transaction that is not yours.
        When you noticed it, and what you did last yourself.
        Messages, calls or links that came before it.
        Screenshots and the number of a police report, if there is one.
cause-transaction-wrong_payee_details =
    .headline = { $fact ->
        [payee_wrong] The transaction has failed because the payee's details are not right: { $subject }.
       *[other] The payee's details are not right.
     }
    .money = A transfer that fails for this usually comes back. If it did go to somebody else, ask support at once; only the recipient or a formal request can bring it back.
    .retry = Try again only after you have checked the details with the payee.
    .steps =
        Ask the payee for name, account number and bank once more, by a way that you know is theirs.
        Correct or delete the stored payee in the app.
        Look in your records whether the amount is back before you send it again.
    .ready =
        Your account as the app shows it, without passwords or codes.
        The number, time and amount of the transaction.
        The payee's details as you entered them, and as they should be.
cause-transaction-in_progress =
    .headline = { $fact ->
        [at_wallet] The transaction is still being prepared in the wallet{ $since_known ->
            [yes] , since { $since }.
           *[no] .
         }
        [at_channel] The wallet has passed the transaction on; it is with the payment channel{ $since_known ->
            [yes] { " " }since { $since }.
           *[no] .
         }
        [pending] The transaction is under way{ $since_known ->
            [yes] { " " }since { $since }
           *[no] { "" }
         }. Where it stands is not told.
       *[other] The transaction is still under way.
     }
    .money = Nothing suggests that the money is lost. It is set aside until the transaction is done or has failed.
    .retry = Do not send it again while this one is under way; both could go through.
    .steps =
        Look at its state in your records from time to time; refresh to see the latest.
        If the app allows it and you no longer want it, cancel it there.
        If the expected time has passed, ask support about it by its number.
cause-transaction-pending_at_bank =
    .headline = { $fact ->
        [at_bank] The wallet has done its part; the transaction is with the bank{ $since_known ->
            [yes] { " " }since { $since }.
           *[no] .
         }
       *[other] The transaction is with the bank and not done yet.
     }
    .money = Nothing suggests that the money is lost. It has left the wallet's hands, and the bank has not finished with it yet.
    .retry = Do not send it again while the bank has it; both could go through.
    .steps =
        Give it until the end of the next working day; at night, at weekends and on public holidays banks may not process anything.
        Then look at the bank account itself, not only at the wallet.
        If it is not there by then, ask support for the bank's reference number, and ask the bank with it.
cause-transaction-merchant_not_notified =
    .headline = { $fact ->
        [at_merchant] Your payment has passed the bank, but the merchant has not confirmed it yet{ $since_known ->
            [yes] { " " }(since { $since }).
           *[no] .
         }
       *[other] Your payment may have gone through without the merchant having heard of it.
     }
    .money = A payment that has passed the bank can be traced by its number. Nothing suggests that it is lost.
    .retry = Do not pay twice; wait for the confirmation, or for the first payment to come back.
    .steps =
        Show the merchant the receipt from your records, with its number, time and amount.
        Ask the merchant to look it up in their own payment records; their screen may only be behind.
        If the merchant still has nothing after a working day, send the report to support.
        Keep the receipt and the order until it is settled.
    .ready =
        Your account as the app shows it, without passwords or codes.
        The number, time and amount of the payment.
        The merchant's name and the number of your order.
        The receipt, and what the merchant told you.
cause-transaction-refund_due =
    .headline = { $fact ->
        [refund_due] A transaction has failed after the money was taken; it is due back: { $subject }.
       *[other] A transaction has failed after the money was taken; it is due back.
     }
    .money = The amount is on record as due back to you. It normally returns by itself to where it came from; how long that takes, { $provider } can say.
    .retry = Wait until the money is back before you try again, unless you can spare the amount twice.
    .steps =
        Look in your records for the refund; it may stand as a separate line.
        If it was paid from a card, look at the card's account as well.
        If it is not back when { $provider } said it would be, ask support about it by its number.
    .ready =
        Your account as the app shows it, without passwords or codes.
        The number, time and amount of the failed transaction.
        Where it was paid from: balance or card.
        A record that shows the money was taken, such as the bank's.
cause-transaction-failed =
    .headline = A transaction has failed, and whether money was taken is not told.
    .money = We cannot tell from here. If it was taken, it normally comes back by itself; your balance and your records, or your bank's, can show it.
    .retry = Do not try again before you know whether money was taken; then once at most.
    .steps =
        Look in your records, and at the card or bank account that you used, whether the amount is missing.
        If it is missing, keep the receipt and ask support about this transaction by its number.
        If it is not, find out why it failed before you try again.
cause-transaction-failed_not_debited =
    .headline = { $fact ->
        [not_debited] The transaction has failed, and nothing was taken: { $subject }.
        [refunded] The transaction has failed, and the money is back: { $subject }.
       *[other] The transaction has failed; by { $provider }'s word, nothing was taken.
     }
    .money = { $fact ->
        [not_debited] Your money is safe: a transaction that fails this way is not debited.
        [refunded] Your money is back; compare the balance if you want to be sure.
       *[other] By { $provider }'s word, nothing was debited; your balance and records show it.
     }
    .retry = You can try once more when you know why it failed; trying over and over can trip a limit.
    .steps =
        Read in your records why it failed.
        Check amount, fee, limits and the linked card before the next attempt.
        If it fails again, send the report to support instead of trying a third time.
cause-transaction-completed =
    .headline = This transaction is done as far as the wallet can see.
    .money = { $direction_known ->
        [yes] { $direction ->
            [in] The money has come in and is part of your balance.
           *[out] The money has left your wallet and was passed on. Where it has arrived, only the bank or the payee can see.
         }
       *[no] Where the money has arrived, only the bank or the payee can see.
     }
    .retry = Do not send it again; it would be a second transaction.
    .steps =
        Look at the account or card that it went to; some banks show it only after hours, or on the next working day.
        If somebody else is to receive it, send them the transaction's number and the receipt, so that they can look for it.
        If it is still not there after a working day, ask support for the bank's reference number.

### What the doctor says, in English. Calm, plain, short; no blame, no jargon. Every message stands in every language.

## Facts: one sentence of evidence each

fact-bank-unverified = { $subject }: not verified yet.
fact-bank-invalid = { $subject }: the details are not right.
fact-bank-expired = { $subject }: the card has expired.
fact-bank-closed = { $subject }: closed by the bank.
fact-bank-verified = { $subject }: verified.
fact-bank-maintenance = { $subject }: maintenance is under way{ $until_known ->
    [yes] , planned until { $until }.
   *[no] .
 }
fact-bank-down = { $subject }: does not work at the moment{ $until_known ->
    [yes] , probably until { $until }.
   *[no] .
 }
fact-bank-delayed = { $subject }: works, but late{ $late_minutes_known ->
    [yes] { " " }(about { $late_minutes } min).
   *[no] .
 }
fact-bank-one_in_maintenance = { $subject }: maintenance is under way{ $until_known ->
    [yes] , planned until { $until }
   *[no] { "" }
 }; we do not know whether you used this one.
fact-bank-one_down = { $subject }: does not work at the moment{ $until_known ->
    [yes] , probably until { $until }
   *[no] { "" }
 }; we do not know whether you used this one.
fact-bank-up = { $subject }: works.
fact-bank-over_maximum = { $subject }: carries at most { $maximum } { $asset } at a time; { $amount } { $asset } is { $missed_by } { $asset } more.
fact-funds-below_minimum = The minimum is { $minimum } { $asset }; { $amount } { $asset } is { $missed_by } { $asset } less.
fact-funds-above_maximum = The maximum at a time is { $maximum } { $asset }; { $amount } { $asset } is { $missed_by } { $asset } more.
fact-funds-insufficient = Available: { $available } { $asset }; needed: { $needed } { $asset }{ $fee_known ->
    [yes] { " " }(with a fee of { $fee } { $asset })
   *[no] { "" }
 }; missing: { $missed_by } { $asset }.
fact-funds-held = Held back: { $held } { $asset }; available: { $available } { $asset }; needed: { $needed } { $asset }; missing for now: { $missed_by } { $asset }.
fact-funds-held_amount = Held back is exactly the amount that you miss: { $held } { $asset }.
fact-funds-some_held = Of your balance, { $held } { $asset } is held back.
fact-funds-day_limit = Daily limit: { $limit } { $asset }{ $left_known ->
    [yes] ; left: { $left } { $asset }
   *[no] { "" }
 }; the amount is { $missed_by } { $asset } more{ $until_known ->
    [yes] . The limit begins anew at { $until }.
   *[no] .
 }
fact-funds-month_limit = Monthly limit: { $limit } { $asset }{ $left_known ->
    [yes] ; left: { $left } { $asset }
   *[no] { "" }
 }; the amount is { $missed_by } { $asset } more{ $until_known ->
    [yes] . The limit begins anew at { $until }.
   *[no] .
 }
fact-funds-attempts_used_up = No attempt is left{ $until_known ->
    [yes] { " " }until { $until }.
   *[no] { " " }for now.
 }
fact-funds-last_attempt = One attempt is left{ $until_known ->
    [yes] { " " }until { $until }.
   *[no] { " " }before the limit.
 }
fact-funds-fee = The fee is { $fee } { $asset }{ $taken ->
    [on_top] , { $total } { $asset } in all
    [from_amount] , taken out of the amount
    [perhaps_not_covered] ; if it comes on top of the amount, { $short_by } { $asset } is lacking
   *[not_told] { "" }
 }{ $free_from_known ->
    [yes] ; it is free from { $free_from }{ $free_until_known ->
        [yes] { " " }until { $free_until }.
       *[no] .
     }
   *[no] { $free_until_known ->
        [yes] ; the time without a fee ends at { $free_until }.
       *[no] .
     }
 }
fact-funds-within_limits = The amount is within every limit that we know, and enough is available.
fact-funds-terms_inconsistent = The limits or balances that the provider gives contradict themselves.
fact-funds-other_asset = { $asset }: nothing is known of limits or balance in this currency.
fact-balance-negative = { $subject }: the provider gives a balance below zero ({ $total }).

## Causes: what is wrong, what it means for the money, when to try again, what to do

cause-bank-account_unverified =
    .headline = { $fact ->
        [unverified] The linked account or card is not verified yet: { $subject }.
       *[other] The linked account or card is not verified yet.
     }
    .money = An attempt that is refused for this is not debited. The amount stays in your wallet.
    .retry = Try again once the account or card is verified; before that, it will be refused again.
    .steps =
        Verify the account or card in the app, under bank cards.
        Use a card in your own name, with the phone number that your bank has for you.
        Or choose another account or card that is already verified.
cause-bank-details_invalid =
    .headline = { $fact ->
        [invalid] The details of the linked account or card are not right: { $subject }.
        [expired] The linked card has expired: { $subject }.
        [closed] The bank has closed the linked account or card: { $subject }.
        [bank_refused] The bank has refused the transaction. The details of the linked account or card may be the reason.
       *[other] The details of the linked account or card are not right.
     }
    .money = A withdrawal that the bank refuses usually comes back to your wallet, if it had left it at all. Look at its state in your records.
    .retry = { $fact ->
        [expired] Try again once a valid card is linked; with this one it will be refused again.
        [closed] Try again with another account or card; with this one it will be refused again.
        [bank_refused] Check the details or ask the bank before you try again; each further refusal can count towards a limit.
       *[other] Put the details right before you try again; each further refusal can count towards a limit.
     }
    .steps =
        { $fact ->
            [expired] Add the new card that your bank has sent you, or ask the bank for one.
            [closed] Add another account or card of your own and choose that one.
           *[other] Compare the number, the name and the branch with the card itself, and correct them in the app.
         }
        Ask your bank whether the account can take payments, if everything looks right.
        Remove a card that you no longer use.
cause-bank-maintenance =
    .headline = { $fact ->
        [maintenance] Your bank or payment channel ({ $subject }) is doing maintenance{ $until_known ->
            [yes] { " " }(planned until { $until }).
           *[no] .
         }
        [one_in_maintenance] A bank or payment channel ({ $subject }) is doing maintenance{ $until_known ->
            [yes] { " " }until { $until }
           *[no] { "" }
         }. If you used that one, it may be the reason.
       *[other] The bank or payment channel is doing maintenance.
     }
    .money = Maintenance at a bank takes no money away. A transaction may be booked late, so look at its state before you repeat it.
    .retry = { $try_again_known ->
        [yes] Try again after { $try_again }; before that, an attempt may fail and count towards a limit.
       *[no] Try again later today or tomorrow; an attempt during the maintenance may fail and count towards a limit.
     }
    .steps =
        If it is urgent, use another linked bank or card.
        Do not repeat a payment or withdrawal before you have seen its state.
        If it is not done a working day after the maintenance, send the report to support.
cause-bank-channel_down =
    .headline = { $fact ->
        [down] Your bank or payment channel ({ $subject }) does not work at the moment. It is not your phone.
        [one_down] A bank or payment channel ({ $subject }) does not work at the moment. If you used that one, it may be the reason.
       *[other] The bank or payment channel does not work at the moment. It is not your phone.
     }
    .money = A failure at a bank by itself takes no money away. A transaction may be booked late, so look at its state before you repeat it.
    .retry = { $try_again_known ->
        [yes] Try again after { $try_again }, and only once; attempts that fail can count towards a limit.
       *[no] Try again in some hours, and only once; attempts that fail can count towards a limit.
     }
    .steps =
        If it is urgent, use another linked bank or card.
        Do not repeat a payment or withdrawal before you have seen its state.
        If it lasts longer than a day, ask your bank and send the report to support.
cause-bank-amount_over_channel_limit =
    .headline = { $missed_by_known ->
        [yes] The amount is { $missed_by } { $asset } more than this bank or channel carries at a time ({ $maximum } { $asset }).
       *[no] The amount is more than this bank or channel carries at a time.
     }
    .money = An amount refused for this is not debited. It stays where it is.
    .retry = { $maximum_known ->
        [yes] You can try again at once with { $maximum } { $asset } or less; the same amount will be refused again.
       *[no] You can try again at once with a smaller amount; the same amount will be refused again.
     }
    .steps =
        Split the amount, and mind the fees and the limits for a day.
        Or choose another linked bank or card with a higher limit.
        Ask your bank whether it can raise the limit for your card.
cause-bank-processing_delay =
    .headline = { $fact ->
        [delayed] The bank or payment channel ({ $subject }) is { $late_minutes_known ->
            [yes] about { $late_minutes } min late at the moment.
           *[no] slow at the moment.
         }
       *[other] The bank or payment channel takes longer than usual.
     }
    .money = Nothing suggests that the money is lost. While it is under way, it shows neither at the bank nor as available in the wallet.
    .retry = Do not send it again; the first one may still arrive, and then you would have paid twice.
    .steps =
        Look at its state in your records from time to time.
        Remember weekends, public holidays and the night, when banks may not process anything.
        If it is not there after a working day, ask support about it by its number.
cause-funds-below_minimum =
    .headline = { $missed_by_known ->
        [yes] The amount is { $missed_by } { $asset } below the minimum of { $minimum } { $asset }.
       *[no] The amount is below the minimum.
     }
    .money = An amount refused for this is not debited. It stays in your wallet.
    .retry = { $minimum_known ->
        [yes] You can try again at once with { $minimum } { $asset } or more.
       *[no] You can try again at once with a larger amount.
     }
    .steps =
        Choose a larger amount, and count the fee if there is one.
        If you have less than the minimum, wait until there is enough, or use it for a payment.
cause-funds-above_maximum =
    .headline = { $missed_by_known ->
        [yes] The amount is { $missed_by } { $asset } over the maximum of { $maximum } { $asset } at a time.
       *[no] The amount is over the maximum at a time.
     }
    .money = An amount refused for this is not debited. It stays in your wallet.
    .retry = { $maximum_known ->
        [yes] You can try again at once with { $maximum } { $asset } or less.
       *[no] You can try again at once with a smaller amount.
     }
    .steps =
        Split the amount, and mind the fees and the limits for a day.
        Look in the app whether a further identity check raises the limit.
cause-funds-insufficient_available =
    .headline = { $missed_by_known ->
        [yes] There is not enough available: { $missed_by } { $asset } more would be needed{ $fee_known ->
            [yes] , with the fee of { $fee } { $asset } counted.
           *[no] .
         }
       *[no] There is not enough available for the amount and its fee.
     }
    .money = An attempt that is refused for this is not debited. What you have stays in your wallet.
    .retry = { $available_known ->
        [yes] Try again when there is enough, or with a smaller amount: { $available } { $asset } is available, and a fee has to fit in as well.
       *[no] Try again when there is enough, or with a smaller amount, so that a fee fits in as well.
     }
    .steps =
        Choose a smaller amount, or top up first.
        Compare 'available' with 'balance' in the app: what is held back or under way cannot be used yet.
        If the balance itself seems wrong to you, refresh it and start a check for a wrong balance.
cause-funds-held_or_pending =
    .headline = { $fact ->
        [held] { $missed_by_known ->
            [yes] Your balance would be enough, but { $held } { $asset } of it is held back. Available: { $available } { $asset }.
           *[no] Your balance would be enough, but part of it is held back.
         }
       *[other] { $held_known ->
            [yes] Part of your balance is held back ({ $held } { $asset }) and cannot be used yet.
           *[no] Part of your balance is held back or still under way, and cannot be used yet.
         }
     }
    .money = What is held back is still part of your balance; it is only not free to use. Your records may show what it is held for.
    .retry = { $available_known ->
        [yes] Try again when the amount is free, or at once with no more than { $available } { $asset }.
       *[no] Try again when the amount is free, or at once with a smaller one.
     }
    .steps =
        Look in your records for transactions that are under way: a withdrawal, a deposit, an order with a deposit.
        Cancel there what you no longer want, if the app allows it.
        If nothing explains the amount, ask support why it is held back and until when.
cause-funds-period_limit_reached =
    .headline = { $fact ->
        [day_limit] { $left_known ->
            [yes] The amount is more than what is left of the daily limit ({ $left } { $asset } of { $limit } { $asset }).
           *[no] The amount is more than what is left of the daily limit.
         }
        [month_limit] { $left_known ->
            [yes] The amount is more than what is left of the monthly limit ({ $left } { $asset } of { $limit } { $asset }).
           *[no] The amount is more than what is left of the monthly limit.
         }
       *[other] The limit for a day or a month is used up.
     }
    .money = An amount refused for this is not debited. It stays in your wallet.
    .retry = { $until_known ->
        [yes] Try again after { $until }, when the limit begins anew{ $left_known ->
            [yes] , or at once with no more than { $left } { $asset }.
           *[no] .
         }
       *[no] Try again when the limit begins anew, or with a smaller amount{ $left_known ->
            [yes] { " " }(no more than { $left } { $asset }).
           *[no] .
         }
     }
    .steps =
        If it is a payment that cannot wait, pay it another way.
        Look in the app whether a further identity check raises the limit.
cause-funds-too_many_attempts =
    .headline = { $fact ->
        [last_attempt] Only one attempt is left{ $until_known ->
            [yes] { " " }until { $until }.
           *[no] { " " }before the limit.
         }
        [failed_often] Several attempts have failed one after the other. More of them can make { $provider } stop you for a while.
       *[other] There were too many attempts, so no more are let through{ $until_known ->
            [yes] { " " }until { $until }.
           *[no] { " " }for a while.
         }
     }
    .money = An attempt that your records show as failed and not debited has cost nothing. Look there before you try anything again.
    .retry = { $fact ->
        [last_attempt] Stop here for now. Use the last attempt only when you know why the others failed{ $until_known ->
            [yes] , or wait until { $until }.
           *[no] .
         }
       *[other] { $until_known ->
            [yes] Stop trying until { $until }; each further attempt can make the wait longer.
           *[no] { $try_again_known ->
                [yes] Stop trying until { $try_again }; each further attempt can make the wait longer.
               *[no] Stop trying for at least a day; each further attempt can make the wait longer.
             }
         }
     }
    .steps =
        Look in your records why the first attempt failed: the amount, the card, a limit, the payee.
        Put that right before the next attempt.
        If it is urgent, pay another way.
cause-funds-fee_applies =
    .headline = { $fee_known ->
        [yes] There is a fee of { $fee } { $asset } on this{ $free_from_known ->
            [yes] . It is free from { $free_from }{ $free_until_known ->
                [yes] { " " }until { $free_until }.
               *[no] .
             }
           *[no] { $free_until_known ->
                [yes] . The time without a fee ends at { $free_until }.
               *[no] .
             }
         }
       *[no] There is a fee on this.
     }
    .money = { $total_known ->
        [yes] A fee is no fault. With it, { $total } { $asset } is taken in all.
       *[no] A fee is no fault. It is taken in addition to the amount, or out of it, as the app shows before you confirm.
     }
    .retry = { $free_from_known ->
        [yes] If it is not urgent, wait until { $free_from } and do it without a fee.
       *[no] You can do it at any time; the app shows the fee before you confirm.
     }
    .steps =
        Read the amount and the fee once more before you confirm.
        Fewer, larger withdrawals often cost less than many small ones.

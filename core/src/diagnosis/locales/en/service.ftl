### What the doctor says, in English. Calm, plain, short; no blame, no jargon. Every message stands in every language.

## Facts: one sentence of evidence each

fact-status-operational = { $subject }: the provider says that { $parts_known ->
    [yes] this works: { $parts }
   *[no] everything works
 }{ $as_of_known ->
    [yes] { " " }(as of { $as_of }).
   *[no] .
 }
fact-status-answers = { $subject }: an endpoint of the provider's answers that it is well.
fact-status-outage = { $subject }: the provider reports an outage{ $parts_known ->
    [yes] { " " }({ $parts })
   *[no] { "" }
 }{ $as_of_known ->
    [yes] { " " }(as of { $as_of })
   *[no] { "" }
 }{ $title_known ->
    [yes] : { $title }
   *[no] .
 }
fact-status-degraded = { $subject }: the provider reports that something works badly{ $parts_known ->
    [yes] { " " }({ $parts })
   *[no] { "" }
 }{ $as_of_known ->
    [yes] { " " }(as of { $as_of })
   *[no] { "" }
 }{ $title_known ->
    [yes] : { $title }
   *[no] .
 }
fact-status-self_down = { $subject }: an endpoint of the provider's own answers that it does not work{ $parts_known ->
    [yes] { " " }({ $parts }).
   *[no] .
 }
fact-status-self_degraded = { $subject }: an endpoint of the provider's own answers that it works badly{ $parts_known ->
    [yes] { " " }({ $parts }).
   *[no] .
 }
fact-status-trouble_perhaps = { $subject }: the provider reports trouble of a part that may or may not matter to you{ $parts_known ->
    [yes] { " " }({ $parts })
   *[no] { "" }
 }{ $title_known ->
    [yes] : { $title }
   *[no] .
 }
fact-status-maintenance_now = { $subject }: maintenance{ $parts_known ->
    [yes] { " " }on { $parts }
   *[no] { "" }
 } is under way{ $until_known ->
    [yes] , planned until { $until }
   *[no] { "" }
 }{ $as_of_known ->
    [yes] { " " }(as of { $as_of })
   *[no] { "" }
 }{ $title_known ->
    [yes] : { $title }
   *[no] .
 }
fact-status-maintenance_overrun = { $subject }: maintenance{ $parts_known ->
    [yes] { " " }on { $parts }
   *[no] { "" }
 } goes on, { $over_by_known ->
    [yes] { $over_by } beyond its planned end at { $until }
   *[no] beyond its planned end
 }{ $title_known ->
    [yes] : { $title }
   *[no] .
 }
fact-status-maintenance_perhaps = { $subject }: there is maintenance that may or may not matter to you{ $parts_known ->
    [yes] { " " }({ $parts })
   *[no] { "" }
 }{ $until_known ->
    [yes] , planned until { $until }
   *[no] { "" }
 }{ $title_known ->
    [yes] : { $title }
   *[no] .
 }
fact-status-maintenance_planned_now = { $subject }: when we last heard from it{ $as_of_known ->
    [yes] { " " }({ $as_of })
   *[no] { "" }
 }, maintenance was planned for now{ $until_known ->
    [yes] , until { $until }
   *[no] { "" }
 }{ $title_known ->
    [yes] : { $title }
   *[no] .
 }
fact-status-maintenance_soon = { $subject }: maintenance{ $parts_known ->
    [yes] { " " }on { $parts }
   *[no] { "" }
 } is planned { $starts_in_known ->
    [yes] in { $starts_in }, from { $from }
   *[no] from { $from }
 }{ $lasts_known ->
    [yes] , for about { $lasts }
   *[no] { "" }
 }{ $as_of_known ->
    [yes] { " " }(as of { $as_of })
   *[no] { "" }
 }{ $title_known ->
    [yes] : { $title }
   *[no] .
 }
fact-status-elsewhere = { $subject }: the provider reports something that is not what you tried{ $parts_known ->
    [yes] { " " }({ $parts })
   *[no] { "" }
 }{ $title_known ->
    [yes] : { $title }
   *[no] .
 }
fact-status-contradicted = { $subject }: what it says does not count, because { $by } has newer word.
fact-status-last_known = { $subject }: when we last heard from it{ $as_of_known ->
    [yes] { " " }({ $as_of })
   *[no] { "" }
 }, the provider reported trouble. That may be over.
fact-status-lagging = { $subject }: gives an older state than is known already.
fact-status-busy = { $subject }: an endpoint of the provider's is too busy and asks to be tried again { $retry_minutes_known ->
    [yes] in about { $retry_minutes } min.
   *[no] later.
 }
fact-status-page_busy = { $subject }: the provider's status is too busy to answer.
fact-status-unreadable = { $subject }: the provider's status answers, but not with anything that could be read.
fact-status-bad_signature = { $subject }: what is given out as the provider's word is not signed as it has to be, so it was not believed.
fact-status-unreachable = { $subject }: the provider's status could not be fetched.

## Causes: what is wrong, what it means for the money, when to try again, what to do

cause-provider-maintenance_in_progress =
    .headline = { $fact ->
        [maintenance_overrun] Maintenance at { $provider } is taking longer than planned{ $until_known ->
            [yes] ; it was to end at { $until }.
           *[no] .
         }
        [maintenance_planned_now] { $provider } had planned maintenance for now{ $until_known ->
            [yes] , until { $until }. We could not ask whether it goes on.
           *[no] . We could not ask whether it goes on.
         }
        [maintenance_perhaps] { $provider } is doing maintenance that may be in your way{ $parts_known ->
            [yes] { " " }({ $parts }).
           *[no] .
         }
       *[other] { $provider } is doing maintenance{ $parts_known ->
            [yes] { " " }on { $parts }
           *[no] { "" }
         } right now{ $until_known ->
            [yes] { " " }(planned until { $until }).
           *[no] .
         }
     }
    .money = Maintenance puts no money at risk. A transaction may be booked late; look at its state before you repeat it.
    .retry = { $try_again_known ->
        [yes] Try again after { $try_again }; before that it will hardly work.
       *[no] Try again later; during the maintenance it will hardly work.
     }
    .steps =
        Do not repeat a payment or withdrawal before you have seen its state.
        If something cannot wait, pay it another way.
cause-provider-outage =
    .headline = { $fact ->
        [self_down] A part of { $provider } reports that it does not work at the moment.
       *[other] { $parts_known ->
            [yes] { $provider } reports an outage of { $parts }. It is not your phone.
           *[no] { $provider } has an outage. It is not your phone.
         }
     }
    .money = An outage by itself puts no money at risk. Balances and transactions may show late.
    .retry = { $try_again_known ->
        [yes] Try again after { $try_again }; trying before that does not help.
       *[no] Try again later; trying over and over does not help.
     }
    .steps =
        There is nothing to change on your phone.
        Do not repeat a payment or withdrawal before you have seen its state.
        If something cannot wait, pay it another way.
cause-provider-degraded =
    .headline = { $fact ->
        [trouble_perhaps] { $provider } reports trouble that may be in your way{ $parts_known ->
            [yes] { " " }({ $parts }).
           *[no] .
         }
       *[other] { $parts_known ->
            [yes] At { $provider } this is not working well at the moment: { $parts }.
           *[no] A part of { $provider } is not working well at the moment.
         }
     }
    .money = Nothing suggests that your money is at risk. Things may take longer than usual.
    .retry = { $try_again_known ->
        [yes] Give it some time and try again after { $try_again }.
       *[no] Give it some time and try again later.
     }
    .steps =
        Wait for each answer, even if it takes longer than usual.
        Do not repeat a payment or withdrawal before you have seen its state.
cause-provider-maintenance_scheduled =
    .headline = { $fact ->
        [maintenance_soon] { $provider } has planned maintenance{ $parts_known ->
            [yes] { " " }on { $parts }
           *[no] { "" }
         }{ $starts_in_known ->
            [yes] { " " }in { $starts_in }, from { $from }
           *[no] { " " }from { $from }
         }{ $lasts_known ->
            [yes] , for about { $lasts }.
           *[no] .
         }
       *[other] { $provider } has planned maintenance.
     }
    .money = Nothing we saw puts your money at risk.
    .retry = { $fact ->
        [maintenance_soon] You can try now; from { $from } on, wait until the maintenance is over.
       *[other] You can try now; once the maintenance has begun, wait until it is over.
     }
    .steps =
        { $fact ->
            [maintenance_soon] { $until_known ->
                [yes] Finish what is urgent before { $from }, or do it after { $until }.
               *[no] Finish what is urgent before { $from }, or do it afterwards.
             }
           *[other] Finish what is urgent before the maintenance begins, or do it afterwards.
         }
        Allow for a transaction begun shortly before it to be booked late.
cause-provider-overloaded =
    .headline = { $provider } has more requests than it can answer right now.
    .money = Nothing suggests that your money is at risk. A transaction may have gone through although no answer came; look at its state before you repeat it.
    .retry = { $try_again_known ->
        [yes] Try again after { $try_again }, not before: trying over and over makes it slower and can trip a limit.
       *[no] Try again in a day or more, not before: trying over and over makes it slower and can trip a limit.
     }
    .steps =
        Choose a quieter time of day if you can.
        Look at the state of a payment or withdrawal before you repeat it.
cause-provider-api_error =
    .headline = { $provider }'s server has a problem of its own. It is not your phone.
    .money = Nothing suggests that your money is at risk. Look at the state of a transaction before you repeat it.
    .retry = Try again in a few minutes, and not more than a few times.
    .steps =
        There is nothing to change on your phone.
        Look at the state of a payment or withdrawal before you repeat it.
        If it goes on, send the report to support.
cause-provider-unreachable_only_here =
    .headline = { $provider } works, but cannot be reached from this network.
    .money = This puts no money at risk. The app cannot reach your account from here.
    .retry = Try again at once on another network; on this one it will hardly help.
    .steps =
        Switch between Wi-Fi and mobile data.
        Turn off a VPN, if you use one.
        If it fails on every network, send the report to support.

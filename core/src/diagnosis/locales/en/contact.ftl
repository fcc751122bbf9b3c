### Support channels: what they are, whether they are open, and how soon they answer.

channel-phone = Phone
channel-chat = Chat
channel-email = E-mail
channel-social = Social media
channel-form = Form

contact = { $kind } { $address }: { $state ->
    [always] open around the clock
    [until] open now until { $closes }
    [open] open now
    [opens] closed, opens { $day ->
        [today] at { $opens }
        [tomorrow] tomorrow at { $opens }
       *[other] on { $opens }
     }
    [closed] closed, and not opening again soon
   *[not_known] opening hours not known
 }{ $answer_known ->
    [yes] , usually answered within { $answer }
   *[no] { "" }
 }{ $foreign ->
    [yes] , not in English
   *[no] { "" }
 }.

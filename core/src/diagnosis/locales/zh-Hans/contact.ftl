### 客服渠道：是什么渠道、现在有没有人、多久能得到答复。

channel-phone = 电话
channel-chat = 在线客服
channel-email = 电子邮箱
channel-social = 社交账号
channel-form = 在线表单

contact = { $kind } { $address }：{ $state ->
    [always] 全天服务
    [until] 现在可以联系，服务到 { $closes }
    [open] 现在可以联系
    [opens] 现在不在服务时间，{ $day ->
        [today] 今天 { $opens } 开始服务
        [tomorrow] 明天 { $opens } 开始服务
       *[other] { $opens } 开始服务
     }
    [closed] 现在不在服务时间，近期不会恢复服务
   *[not_known] 服务时间未知
 }{ $answer_known ->
    [yes] ，一般 { $answer }内答复
   *[no] { "" }
 }{ $foreign ->
    [yes] ，不提供中文服务
   *[no] { "" }
 }。

### 诊断说的话，简体中文。平静、直白、简短；不责备，不用行话。每条信息在每种语言里都有。

## 情况：每条一句话

fact-opening-details = 您的开户申请没有通过，个人信息不一致{ $missing_known ->
    [yes] ，涉及：{ $missing }。
   *[no] 。
 }
fact-opening-documents = 您的开户申请里有内容缺失或看不清{ $missing_known ->
    [yes] ：{ $missing }。
   *[no] 。
 }
fact-opening-bank = 您的开户申请里的银行卡、银行或支行不对{ $missing_known ->
    [yes] ，涉及：{ $missing }。
   *[no] 。
 }
fact-opening-in_review = 您的开户申请正在审核{ $until_known ->
    [yes] ，预计到 { $until }。
   *[no] 。
 }
fact-opening-policy = 服务商表示，按照它的规定不能接受您的开户申请。
fact-opening-refused = 服务商拒绝了您的开户申请，没有说明原因。
fact-opening-contradictory = 服务商给出的开户申请情况前后矛盾。
fact-opening-approved = 您的开户申请已经通过，钱包已开通。
fact-opening-form_details = { $field }：{ $fault }。
fact-opening-form_bank = { $field }：{ $fault }。
fact-opening-form_missing = { $field }：{ $fault }。

## 标签：身份验证或开户可能要求的材料

item-name = 姓名
item-resident_id = 身份证号码
item-id_photo = 证件照片
item-selfie = 人脸照片
item-address_proof = 地址证明
item-phone = 手机号
item-bank_card = 银行卡

## 原因：出了什么问题、对资金意味着什么、什么时候再试、怎么做

cause-opening-personal_details_mismatch =
    .headline = { $fact ->
        [form_details] { $field_known ->
            [yes] 表格里有一项还不对。{ $field }：{ $fault }。
           *[no] 表格里有一项个人信息还不对。
         }
       *[other] 开户申请里的个人信息不一致{ $missing_known ->
            [yes] ，涉及：{ $missing }。
           *[no] ，比如姓名、身份证号码和手机号。
         }
     }
    .money = 申请开户不会动用资金。凡是收费“加急”的都不要相信。
    .retry = 改对之后再提交；原样再交一次，还会被退回。
    .steps =
        姓名和身份证号码请照着证件填写，不要有空格。
        手机号要用您本人实名登记的号码。
        如果改过姓名、换过号码或证件，请先到银行和运营商更新。
        如果都没有错还是不通过，请联系客服人工审核。
    .ready =
        申请的编号或日期，以及申请时用的手机号。
        您的身份证件。
        看到的提示，最好有截图。
cause-opening-documents_incomplete =
    .headline = { $fact ->
        [form_missing] { $field_known ->
            [yes] 表格还没有填完。{ $field }：{ $fault }。
           *[no] 表格还没有填完。
         }
       *[other] 开户申请里有内容缺失或看不清{ $missing_known ->
            [yes] ：{ $missing }。
           *[no] 。
         }
     }
    .money = 申请开户不会动用资金。凡是收费“加急”的都不要相信。
    .retry = 补齐之后再提交；材料不全，申请就不会往下办。
    .steps =
        从头看一遍表格，{ $missing_known ->
            [yes] 补上：{ $missing }。
           *[no] 把有标记或空着的地方填好。
         }
        拍照时光线要充足，四个角都拍到，不要反光。
        请用还在有效期内的证件，只在应用里提交。
    .ready =
        申请的编号或日期，以及申请时用的手机号。
        应用要求的、还在有效期内的证件。
        看到的提示，最好有截图。
cause-opening-bank_details_invalid =
    .headline = { $fact ->
        [form_bank] { $field_known ->
            [yes] 有一项银行信息还不对。{ $field }：{ $fault }。
           *[no] 有一项银行信息还不对。
         }
       *[other] 开户申请里的银行卡、银行或支行不对{ $missing_known ->
            [yes] ，涉及：{ $missing }。
           *[no] 。
         }
     }
    .money = 申请开户不会动用资金，也不会因此从这张卡扣款。
    .retry = 银行信息改对之后再提交；多次被退回，可能要等一段时间。
    .steps =
        照着卡面填写卡号，并选择发卡的银行和支行。
        请用您本人名下的卡，手机号要与银行预留的一致。
        如果不确定是哪家支行，请问银行。
    .ready =
        申请的编号或日期，以及申请时用的手机号。
        银行和支行的名称，以及卡号后四位。
        看到的提示，最好有截图。
cause-opening-under_review =
    .headline = 您的开户申请正在审核{ $until_known ->
        [yes] ，预计到 { $until }。
       *[no] ，还没有结果。
     }
    .money = 申请开户不会动用资金。凡是收费“加急”的都不要相信。
    .retry = { $until_known ->
        [yes] 请在 { $until } 以后再看。不要再提交一份申请，否则可能要从头排队。
       *[no] 请等结果。不要再提交一份申请，否则可能要从头排队。
     }
    .steps =
        看看应用、邮件和短信里，是否还需要您补充什么。
        申请时用的手机号请保持畅通。
        如果过了承诺的时间还没有结果，请问客服办到哪一步了。
    .ready =
        申请的编号或日期，以及申请时用的手机号。
        应用里显示的申请状态，最好有截图。
cause-opening-policy_refused =
    .headline = { $fact ->
        [refused] { $provider }拒绝了您的开户申请，没有说明原因。
        [policy] { $provider }按照自己的规定，没有接受您的开户申请。
       *[other] 您的开户申请似乎因为{ $provider }的规定被拒绝了。
     }
    .money = 申请开户不会动用资金。凡是收费“包过”的都不要相信。
    .retry = 同样的申请再交一次，结果多半不会变；弄清需要改什么之后再试。
    .steps =
        请客服说明原因，并问能不能重新审核。
        在{ $provider }的服务协议里看看哪些人可以开户，年龄、所在地和证件都可能有要求。
        想一想是不是已经在那里开过户，也许用的是另一个手机号。
    .ready =
        申请的编号或日期，以及申请时用的手机号。
        您的身份证件。
        收到的拒绝通知，最好有截图。

## 申请表的项目，以及可能的问题

field-name = 姓名
field-resident_id = 身份证号码
field-phone = 手机号码
field-bank_card = 银行卡号
field-bank_name = 开户银行
field-branch = 开户支行
fault-missing = 没有填写
fault-too_short = 太短
fault-too_long = 太长
fault-not_digits = 有不是数字的内容
fault-bad_character = 有姓名里不会出现的字符
fault-wrong_dot = 姓名中间的点要用“·”
fault-old_format = 是 15 位的旧号码，需要 18 位的
fault-unknown_region = 开头的地区代码不存在
fault-impossible_date = 其中的出生日期不可能
fault-in_future = 其中的出生日期还没到
fault-too_young = 未达到要求的年龄
fault-check_digit = 有一位数字不对，或两位写反了
fault-landline = 是固定电话，需要手机号码
fault-not_mobile = 不是手机号码
fault-country_code = 开头的国家代码不存在
fault-unknown_issuer = 没有银行使用这样开头的卡号

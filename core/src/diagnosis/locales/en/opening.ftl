### What the doctor says, in English. Calm, plain, short; no blame, no jargon. Every message stands in every language.

## Facts: one sentence of evidence each

fact-opening-details = Your application did not pass: personal details do not match{ $missing_known ->
    [yes] ; it concerns: { $missing }.
   *[no] .
 }
fact-opening-documents = Something in your application is missing or cannot be read{ $missing_known ->
    [yes] : { $missing }.
   *[no] .
 }
fact-opening-bank = The card, the bank or the branch in your application is not right{ $missing_known ->
    [yes] ; it concerns: { $missing }.
   *[no] .
 }
fact-opening-in_review = Your application is being reviewed{ $until_known ->
    [yes] , probably until { $until }.
   *[no] .
 }
fact-opening-policy = The provider says that a rule of its own stands against your application.
fact-opening-refused = The provider has refused your application and gives no reason.
fact-opening-contradictory = What the provider says of your application does not fit together.
fact-opening-approved = Your application is approved; the wallet is open.
fact-opening-form_details = { $field }: { $fault }.
fact-opening-form_bank = { $field }: { $fault }.
fact-opening-form_missing = { $field }: { $fault }.

## Labels: what an identity check or an application may ask for

item-name = name
item-resident_id = ID number
item-id_photo = photo of the ID
item-selfie = photo of your face
item-address_proof = proof of address
item-phone = phone number
item-bank_card = bank card

## Causes: what is wrong, what it means for the money, when to try again, what to do

cause-opening-personal_details_mismatch =
    .headline = { $fact ->
        [form_details] { $field_known ->
            [yes] One entry in the form cannot be right yet. { $field }: { $fault }.
           *[no] A personal detail in the form cannot be right yet.
         }
       *[other] Personal details in your application do not match{ $missing_known ->
            [yes] . It concerns: { $missing }.
           *[no] , such as name, ID number and phone number.
         }
     }
    .money = An application moves no money. Pay nobody who promises to speed it up.
    .retry = Send it again once the entries are right; sending the same again will be refused again.
    .steps =
        Enter name and ID number exactly as they stand on your identity document.
        Use a phone number that is registered in your own name.
        If you have a new name, number or document, have it updated at your bank and phone company first.
        If everything is right and it is still refused, ask support for a check by hand.
    .ready =
        The number or date of your application, and the phone number that you used.
        Your identity document.
        The message that you saw, with a screenshot.
cause-opening-documents_incomplete =
    .headline = { $fact ->
        [form_missing] { $field_known ->
            [yes] The form is not complete. { $field }: { $fault }.
           *[no] The form is not complete yet.
         }
       *[other] Something in your application is missing or cannot be read{ $missing_known ->
            [yes] : { $missing }.
           *[no] .
         }
     }
    .money = An application moves no money. Pay nobody who promises to speed it up.
    .retry = Send it again once everything is there; an incomplete application is not looked at further.
    .steps =
        Go through the form from the top and fill in { $missing_known ->
            [yes] what is asked for: { $missing }.
           *[no] whatever is marked or empty.
         }
        Take photos in good light, with all four corners in view and no reflections.
        Use a document that is still valid, and send it only in the app.
    .ready =
        The number or date of your application, and the phone number that you used.
        The documents that the app asks for, still valid.
        The message that you saw, with a screenshot.
cause-opening-bank_details_invalid =
    .headline = { $fact ->
        [form_bank] { $field_known ->
            [yes] One entry about your bank cannot be right yet. { $field }: { $fault }.
           *[no] An entry about your bank cannot be right yet.
         }
       *[other] The card, the bank or the branch in your application is not right{ $missing_known ->
            [yes] . It concerns: { $missing }.
           *[no] .
         }
     }
    .money = An application moves no money, and nothing is taken from that card because of it.
    .retry = Send it again once the bank's details are right; several refusals can make you wait.
    .steps =
        Copy the number from the card itself, and choose the bank and branch that issued it.
        Use a card in your own name, with the phone number that your bank has for you.
        If you are not sure of the branch, ask your bank.
    .ready =
        The number or date of your application, and the phone number that you used.
        The name of the bank and branch, and the last four digits of the card.
        The message that you saw, with a screenshot.
cause-opening-under_review =
    .headline = Your application is being reviewed{ $until_known ->
        [yes] , probably until { $until }.
       *[no] . There is no result yet.
     }
    .money = An application moves no money. Pay nobody who promises to speed it up.
    .retry = { $until_known ->
        [yes] Look again after { $until }. Do not send a second application; it can put you back to the start.
       *[no] Wait for the result. Do not send a second application; it can put you back to the start.
     }
    .steps =
        Look in the app, your mail and your text messages whether something more is asked of you.
        Keep the phone number of the application switched on.
        If the time that was promised has passed, ask support how far it is.
    .ready =
        The number or date of your application, and the phone number that you used.
        What the app shows about its state, with a screenshot.
cause-opening-policy_refused =
    .headline = { $fact ->
        [refused] { $provider } has refused your application. The reason is not given.
        [policy] { $provider } has refused your application because of a rule of its own.
       *[other] Your application seems to have been refused because of a rule of { $provider }.
     }
    .money = An application moves no money. Pay nobody who promises to get it through.
    .retry = The same application will hardly be decided differently; try again only when you know what has to change.
    .steps =
        Ask support for the reason, and whether you can have the decision looked at again.
        Read in { $provider }'s terms who can open a wallet: age, residence and document may matter.
        Check whether you already have an account there, perhaps under another phone number.
    .ready =
        The number or date of your application, and the phone number that you used.
        Your identity document.
        The refusal as you got it, with a screenshot.

## The fields of the form, and what can be wrong with them

field-name = Name
field-resident_id = Identity number
field-phone = Phone number
field-bank_card = Card number
field-bank_name = Bank
field-branch = Branch
fault-missing = nothing is filled in
fault-too_short = too short
fault-too_long = too long
fault-not_digits = something in it is not a digit
fault-bad_character = something in it is not part of a name
fault-wrong_dot = the dot between the parts has to be ·
fault-old_format = an old number with 15 digits; the 18-digit one is needed
fault-unknown_region = begins with a region that does not exist
fault-impossible_date = the date of birth in it is not possible
fault-in_future = the date of birth in it is still to come
fault-too_young = below the age that is asked for
fault-check_digit = one digit is wrong, or two are swapped
fault-landline = a landline; a mobile number is needed
fault-not_mobile = not a mobile number
fault-country_code = begins with a country code that does not exist
fault-unknown_issuer = no bank issues numbers that begin so

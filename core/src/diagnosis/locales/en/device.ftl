### What the doctor says, in English. Calm, plain, short; no blame, no jargon. Every message stands in every language.

## Facts: one sentence of evidence each

fact-device-storage_full = This phone has hardly any storage left ({ $free_mb } MB).
fact-device-app_outdated = The installed version of the app is { $version }; the provider supports { $minimum } and later.
fact-device-app_update = The installed version of the app is { $version }; version { $latest } is available.
fact-device-os_outdated = The system of this phone is version { $version }; the app needs { $minimum } or later.
fact-complaint-only_here = You say that it works on another device.
fact-complaint-everywhere = You say that other devices show the same.
fact-message-says = { $via ->
    [http_status] The error number in the message that you saw points to this.
    [provider_code] The provider's code in the message that you saw stands for this.
   *[phrase] The message that you saw speaks of this.
 }
fact-code-says = { $about ->
    [restriction] The provider's code for the restriction of your account stands for this.
    [identity] The provider's code for your identity check stands for this.
    [opening] The provider's code for your application stands for this.
    [instrument] The provider's code for your linked account or card stands for this.
   *[transaction] The provider's code for the transaction stands for this.
 }

## Causes: what is wrong, what it means for the money, when to try again, what to do

cause-device-storage_full =
    .headline = { $free_mb_known ->
        [yes] This phone is almost full ({ $free_mb } MB left), and the app needs some storage to work.
       *[no] This phone is almost full, and the app needs some storage to work.
     }
    .money = A full phone puts no money at risk. The app may just show old figures, or stop halfway.
    .retry = Try again once you have made some room.
    .steps =
        Remove videos, large files or apps that you no longer need.
        Keep the wallet app, and keep screenshots and receipts of payments that you may still need.
        Then restart the phone and open the app again.
    .after =
        The app has cleared what it can fetch again. If the phone is still almost full, remove other large files.
        Then restart the phone and open the app again.
cause-device-app_outdated =
    .headline = { $minimum_known ->
        [yes] This version of the app is too old. { $provider } supports { $minimum } and later.
       *[no] This version of the app is too old for { $provider }.
     }
    .money = An old version by itself puts no money at risk. What counts is the balance at { $provider }, not what an old app shows.
    .retry = Try again after the update; before it, the same thing will happen.
    .steps =
        Update the app from the official store, not from a link that somebody sent you.
        If the store offers no update, restart the phone and look once more.
        Do not remove the app before you are sure that you can sign in again.
cause-device-os_outdated =
    .headline = { $minimum_known ->
        [yes] The system of this phone is too old for the app, which needs { $minimum } or later.
       *[no] The system of this phone is too old for the app.
     }
    .money = An old system by itself moves no money. It gets no more security fixes, though, so keep larger amounts off this phone if you can.
    .retry = Try again after the system update, or at once on a newer device.
    .steps =
        Look for a system update in the phone's settings and install it.
        If there is none for this phone, use the wallet on a newer device.
        Sign out on this phone if you stop using it for the wallet.
cause-device-only_this_device =
    .headline = It works on another device, so the trouble is probably in this phone or its network.
    .money = Nothing suggests that your money is at risk: your account can be reached from the other device.
    .retry = Use the other device for what is urgent, and try here again after each step below.
    .steps =
        Close the app and open it again; if that does not help, restart the phone.
        Switch between Wi-Fi and mobile data.
        Update the app from the official store.
        If it still fails here only, send the report to support from this phone.
    .ready =
        Your account as the app shows it, without passwords or codes.
        The model of this phone and the version of its system.
        The device on which it works, and the network that it uses.
        The message that you see, with a screenshot.

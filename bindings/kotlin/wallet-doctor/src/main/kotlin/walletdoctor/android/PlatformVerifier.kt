package walletdoctor.android

import android.content.Context

/**
 * Android's own judgement of certificates, which the engine asks for and which wants the app's context.
 *
 * Names and signature are those of the library's `Java_walletdoctor_android_PlatformVerifier_init`. Opening a doctor
 * calls it, after [WalletDoctorAndroid.init].
 */
object PlatformVerifier {
    init {
        System.loadLibrary("wallet_doctor")
    }

    @JvmStatic
    external fun init(context: Context)
}

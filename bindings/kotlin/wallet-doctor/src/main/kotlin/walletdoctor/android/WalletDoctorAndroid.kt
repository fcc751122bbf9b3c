package walletdoctor.android

import android.content.Context
import java.io.File
import java.util.concurrent.atomic.AtomicBoolean
import walletdoctor.Language
import walletdoctor.android.phone.languageOf

/** What a doctor needs of Android before it is opened. */
object WalletDoctorAndroid {
    private val ready = AtomicBoolean(false)

    /**
     * Makes the engine ready: loads it and hands it Android's verifier of certificates. May be called more than once and from any
     * thread. App Startup calls it before the app's first activity ([WalletDoctorInitializer]); an app that has taken that out of
     * its manifest calls it before it opens a doctor.
     *
     * @throws UnsatisfiedLinkError if the app has no engine for this phone's ABI.
     */
    fun init(context: Context) {
        // Two that come at the same time both hand it over, which does no harm; neither returns before it is done.
        if (ready.get()) return
        PlatformVerifier.init(context.applicationContext ?: context)
        ready.set(true)
    }

    /**
     * Where a doctor keeps its data, for `Doctor.open`: inside the app, and never in a backup, since a report on its way or a
     * receipt on another phone would be sent twice or shown to somebody else.
     */
    fun doctorDataDir(context: Context): String = File(context.noBackupFilesDir, "wallet-doctor").path

    /** The language of the doctor's words that fits this phone; none if it speaks neither, then the config decides. */
    fun languageFor(context: Context): Language? {
        val locales = context.resources.configuration.locales
        return languageOf(List(locales.size()) { locales[it].toLanguageTag() })
    }
}

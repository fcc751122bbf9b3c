package walletdoctor.sample

import android.app.Application
import java.io.IOException
import java.util.Locale
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import walletdoctor.CacheKind
import walletdoctor.Doctor
import walletdoctor.DoctorException
import walletdoctor.HostSources
import walletdoctor.android.AndroidAppSource
import walletdoctor.android.AndroidCacheFolders
import walletdoctor.android.AndroidNetworkSource
import walletdoctor.android.DoctorOwner
import walletdoctor.android.WalletDoctorAndroid
import walletdoctor.android.phone.CacheFolder

/** Owns the one doctor, which the screen and the background uploads share. */
class SampleApplication : Application(), DoctorOwner {
    private val opening = Mutex()
    private var opened: Opened? = null

    /** For what goes on when a screen is gone, such as copying a file that the person has chosen. */
    val scope = MainScope()

    internal val screenshots by lazy { Screenshots(this) }

    override fun onCreate() {
        super.onCreate()
        scope.launch(Dispatchers.IO) { screenshots.folder }
    }

    private class Opened(val case: Case, val language: Locale, val doctor: Doctor)

    override suspend fun doctor(): Doctor = opening.withLock {
        withContext(Dispatchers.IO) { current() }
    }

    private fun current(): Doctor {
        val case = CaseFile.read(this) ?: throw DoctorException.Config("no_case", "there is no case.json")
        val language = resources.configuration.locales[0]
        opened?.let { if (it.case == case && it.language == language) return it.doctor }
        // Another case or another language is another doctor; the earlier one gives up what it is doing.
        opened?.doctor?.close()
        return open(case).also { opened = Opened(case, language, it) }
    }

    /** All that an app does to have a doctor. */
    private fun open(case: Case): Doctor {
        val answers = CaseAnswers(case.app, stored = cacheDir.resolve(BALANCES).resolve("sheet.json"))
        try {
            answers.store()
        } catch (_: IOException) {
            throw DoctorException.NeedsPerson("no_space", "the balances of the case can't be stored")
        }
        val host = HostSources(
            balances = answers.balances,
            transactions = answers.transactions,
            account = answers.account,
            network = AndroidNetworkSource(this),
            app = AndroidAppSource(this, accountRef = { answers.accountRef }),
            caches = AndroidCacheFolders(this, listOf(balancesCache())),
        )
        return Doctor.open(
            configJson = case.doctor,
            host = host,
            dataDir = WalletDoctorAndroid.doctorDataDir(this),
            language = WalletDoctorAndroid.languageFor(this),
        )
    }

    private fun balancesCache() = CacheFolder(
        id = BALANCES,
        label = getString(R.string.cache_balances),
        below = BALANCES,
        kind = CacheKind.DATA,
    )

    private companion object {
        const val BALANCES = "balances"
    }
}

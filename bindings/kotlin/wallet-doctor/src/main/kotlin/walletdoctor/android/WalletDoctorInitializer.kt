package walletdoctor.android

import android.content.Context
import androidx.startup.Initializer

/** Tells the engine of the app when the app starts, and does no more then; the package's manifest names it. */
class WalletDoctorInitializer : Initializer<Unit> {
    override fun create(context: Context) = WalletDoctorAndroid.init(context)

    override fun dependencies(): List<Class<out Initializer<*>>> = emptyList()
}

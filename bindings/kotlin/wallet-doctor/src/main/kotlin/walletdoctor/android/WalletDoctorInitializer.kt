package walletdoctor.android

import android.content.Context
import androidx.startup.Initializer

/** Makes the engine ready when the app starts; the package's manifest names it. */
class WalletDoctorInitializer : Initializer<Unit> {
    override fun create(context: Context) = WalletDoctorAndroid.init(context)

    override fun dependencies(): List<Class<out Initializer<*>>> = emptyList()
}

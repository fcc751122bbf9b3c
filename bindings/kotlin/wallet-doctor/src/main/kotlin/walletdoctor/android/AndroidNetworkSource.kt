package walletdoctor.android

import android.content.Context
import android.net.ConnectivityManager
import android.net.LinkProperties
import android.net.Network
import android.net.NetworkCapabilities
import android.net.Uri
import android.net.wifi.WifiManager
import android.os.Build
import android.provider.Settings
import android.telephony.TelephonyManager
import walletdoctor.NetworkInfo
import walletdoctor.NetworkSource
import walletdoctor.android.phone.NetworkSigns
import walletdoctor.android.phone.ProxySigns
import walletdoctor.android.phone.Transport
import walletdoctor.android.phone.WifiLevel
import walletdoctor.android.phone.networkInfo

/**
 * What this phone says of the network that the app uses. Needs ACCESS_NETWORK_STATE alone, which this package's manifest asks for;
 * what the phone does not tell stays unknown.
 */
class AndroidNetworkSource(context: Context) : NetworkSource {
    private val context = context.applicationContext ?: context

    override fun network(): NetworkInfo = networkInfo(signs())

    private fun signs(): NetworkSigns {
        val connectivity = service<ConnectivityManager>()
        val active = told { connectivity?.let { Active(it.activeNetwork) } }
        val capabilities = active?.network?.let { told { connectivity?.getNetworkCapabilities(it) } }
        val link = active?.network?.let { told { connectivity?.getLinkProperties(it) } }
        return NetworkSigns(
            connected = active?.let { it.network != null },
            transports = capabilities?.let(::transports),
            validated = capabilities?.hasCapability(NetworkCapabilities.NET_CAPABILITY_VALIDATED),
            captivePortal = capabilities?.hasCapability(NetworkCapabilities.NET_CAPABILITY_CAPTIVE_PORTAL),
            unmetered = capabilities?.let(::unmetered),
            notVpn = capabilities?.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_VPN),
            proxy = link?.let(::proxy),
            restrictedInBackground = told {
                connectivity?.let { it.restrictBackgroundStatus == ConnectivityManager.RESTRICT_BACKGROUND_STATUS_ENABLED }
            },
            airplaneMode = told { airplaneMode() },
            wifiLevel = capabilities?.let { told { wifiLevel(it) } },
            cellularLevel = told { cellularLevel() },
        )
    }

    /** An answer of Android's; none is an answer too. */
    private class Active(val network: Network?)

    private fun transports(capabilities: NetworkCapabilities): Set<Transport> = buildSet {
        if (capabilities.hasTransport(NetworkCapabilities.TRANSPORT_WIFI)) add(Transport.WIFI)
        if (capabilities.hasTransport(NetworkCapabilities.TRANSPORT_CELLULAR)) add(Transport.CELLULAR)
        if (capabilities.hasTransport(NetworkCapabilities.TRANSPORT_ETHERNET)) add(Transport.ETHERNET)
        if (capabilities.hasTransport(NetworkCapabilities.TRANSPORT_BLUETOOTH)) add(Transport.BLUETOOTH)
        if (capabilities.hasTransport(NetworkCapabilities.TRANSPORT_VPN)) add(Transport.VPN)
        // Android 11 and earlier answer 'no' to what they do not know yet.
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S && capabilities.hasTransport(NetworkCapabilities.TRANSPORT_USB)) {
            add(Transport.USB)
        }
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.VANILLA_ICE_CREAM &&
            capabilities.hasTransport(NetworkCapabilities.TRANSPORT_SATELLITE)
        ) {
            add(Transport.SATELLITE)
        }
    }

    private fun unmetered(capabilities: NetworkCapabilities): Boolean =
        capabilities.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED) ||
            Build.VERSION.SDK_INT >= Build.VERSION_CODES.R &&
            capabilities.hasCapability(NetworkCapabilities.NET_CAPABILITY_TEMPORARILY_NOT_METERED)

    private fun proxy(link: LinkProperties): ProxySigns {
        val proxy = link.httpProxy ?: return ProxySigns(null, null)
        return ProxySigns(proxy.host, proxy.pacFileUrl?.takeIf { it != Uri.EMPTY }?.toString())
    }

    private fun airplaneMode(): Boolean =
        Settings.Global.getInt(context.contentResolver, Settings.Global.AIRPLANE_MODE_ON) != 0

    /** Asking Wi-Fi itself would need another permission, so before Android 10 the level is not known. */
    private fun wifiLevel(capabilities: NetworkCapabilities): WifiLevel? {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.Q) return null
        val strength = capabilities.signalStrength
        if (strength == NetworkCapabilities.SIGNAL_STRENGTH_UNSPECIFIED) return null
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.R) {
            @Suppress("DEPRECATION") // What replaces it came with Android 11.
            return WifiLevel(WifiManager.calculateSignalLevel(strength, ANDROID_10_LEVELS), ANDROID_10_LEVELS - 1)
        }
        val wifi = service<WifiManager>() ?: return null
        return WifiLevel(wifi.calculateSignalLevel(strength), wifi.maxSignalLevel)
    }

    private fun cellularLevel(): Int? {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.P) return null
        return service<TelephonyManager>()?.signalStrength?.level
    }

    /** Null where the phone has no such service, such as a tablet without telephony. */
    private inline fun <reified T> service(): T? = told { context.getSystemService(T::class.java) }

    private companion object {
        /** Android's usual number of bars. */
        const val ANDROID_10_LEVELS = 5
    }
}

/**
 * What the phone tells, or null: a maker may refuse what Android grants (SecurityException), and a setting may be missing
 * (SettingNotFoundException). A diagnosis goes on without it.
 */
internal inline fun <T> told(ask: () -> T?): T? = try {
    ask()
} catch (_: Exception) {
    null
}

package walletdoctor.android.phone

import walletdoctor.NetworkInfo

/** What carries a network, by Android's names. */
enum class Transport(val word: String) {
    // In the order in which one is named where a network has several.
    WIFI("wifi"),
    CELLULAR("cellular"),
    ETHERNET("ethernet"),
    BLUETOOTH("bluetooth"),
    USB("usb"),
    SATELLITE("satellite"),
    VPN("vpn"),
}

/** What Android says of the network that the app uses. A part that it does not tell is null. */
data class NetworkSigns(
    /** Whether the app has a network at all. */
    val connected: Boolean? = null,
    val transports: Set<Transport>? = null,
    val validated: Boolean? = null,
    val captivePortal: Boolean? = null,
    val unmetered: Boolean? = null,
    val notVpn: Boolean? = null,
    val proxy: ProxySigns? = null,
    val restrictedInBackground: Boolean? = null,
    val airplaneMode: Boolean? = null,
    val wifiLevel: WifiLevel? = null,
    /** `SignalStrength.getLevel()`, 0 to 4. */
    val cellularLevel: Int? = null,
)

/** A proxy as Android describes it; without one both are null. */
data class ProxySigns(val host: String?, val script: String?)

/** A level of Wi-Fi on the phone's own scale, which begins at 0. */
data class WifiLevel(val level: Int, val highest: Int)

/** The highest level of a signal in [NetworkInfo]. */
private const val HIGHEST_LEVEL = 4

/** What the doctor is told. */
fun networkInfo(signs: NetworkSigns): NetworkInfo {
    val metered = signs.unmetered?.not()
    return NetworkInfo(
        transport = transport(signs),
        airplaneMode = signs.airplaneMode,
        vpn = signs.notVpn?.not() ?: signs.transports?.contains(Transport.VPN),
        proxy = signs.proxy?.let(::proxySet),
        metered = metered,
        // Data saver stops nothing on a network that costs nothing.
        backgroundRestricted = signs.restrictedInBackground?.let { it && metered != false },
        validated = signs.validated,
        captivePortal = signs.captivePortal,
        signalLevel = signalLevel(signs),
    )
}

private fun transport(signs: NetworkSigns): String? {
    // Android also says that there is no network where there is one that this app may not use; that is not 'offline'.
    if (signs.connected == false) return if (signs.restrictedInBackground == true) null else "none"
    val transports = signs.transports ?: return null
    return Transport.entries.firstOrNull { it in transports }?.word
}

private fun proxySet(proxy: ProxySigns): Boolean = !proxy.host.isNullOrBlank() || !proxy.script.isNullOrBlank()

/** The level of what carries the traffic; a phone on Wi-Fi has a level of its SIM card too, which says nothing then. */
private fun signalLevel(signs: NetworkSigns): UByte? {
    val transports = signs.transports.orEmpty()
    val level = when {
        Transport.WIFI in transports -> signs.wifiLevel?.let(::outOfFour)
        Transport.CELLULAR in transports -> signs.cellularLevel
        else -> null
    }
    return level?.takeIf { it in 0..HIGHEST_LEVEL }?.toUByte()
}

/** A level on the scale from 0 to 4. The lowest stays the lowest and the highest the highest. */
private fun outOfFour(wifi: WifiLevel): Int? {
    if (wifi.highest <= 0 || wifi.level !in 0..wifi.highest) return null
    return wifi.level * HIGHEST_LEVEL / wifi.highest
}

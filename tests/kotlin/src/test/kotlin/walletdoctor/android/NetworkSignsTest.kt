package walletdoctor.android

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import walletdoctor.NetworkInfo
import walletdoctor.android.phone.NetworkSigns
import walletdoctor.android.phone.ProxySigns
import walletdoctor.android.phone.Transport
import walletdoctor.android.phone.WifiLevel
import walletdoctor.android.phone.networkInfo

/** What Android says, and what the doctor is told of it. */
class NetworkSignsTest {
    @Test
    fun `what is not told stays unknown`() = assertEquals(NetworkInfo(), networkInfo(NetworkSigns()))

    @Test
    fun `a good Wi-Fi is told whole`() {
        val signs = NetworkSigns(
            connected = true,
            transports = setOf(Transport.WIFI),
            validated = true,
            captivePortal = false,
            unmetered = true,
            notVpn = true,
            proxy = ProxySigns(host = null, script = null),
            restrictedInBackground = false,
            airplaneMode = false,
            wifiLevel = WifiLevel(4, 4),
            cellularLevel = 0,
        )
        val told = NetworkInfo(
            transport = "wifi",
            airplaneMode = false,
            vpn = false,
            proxy = false,
            metered = false,
            backgroundRestricted = false,
            validated = true,
            captivePortal = false,
            signalLevel = 4u,
        )
        assertEquals(told, networkInfo(signs))
    }

    @Test
    fun `no network is offline, unless data saver may be hiding one`() {
        assertEquals("none", networkInfo(NetworkSigns(connected = false)).transport)
        assertEquals("none", networkInfo(NetworkSigns(connected = false, restrictedInBackground = false)).transport)
        val hidden = networkInfo(NetworkSigns(connected = false, restrictedInBackground = true))
        assertNull(hidden.transport)
        assertEquals(true, hidden.backgroundRestricted)
    }

    @Test
    fun `what lies under a VPN is the transport, and the VPN is told`() {
        val overCell = networkInfo(NetworkSigns(connected = true, transports = setOf(Transport.VPN, Transport.CELLULAR)))
        assertEquals("cellular" to true, overCell.transport to overCell.vpn)
        val alone = networkInfo(NetworkSigns(connected = true, transports = setOf(Transport.VPN)))
        assertEquals("vpn", alone.transport)
        // A VPN that hides itself among the transports still lacks the capability 'not a VPN'.
        assertEquals(true, networkInfo(NetworkSigns(transports = setOf(Transport.WIFI), notVpn = false)).vpn)
    }

    @Test
    fun `data saver restricts nothing where data costs nothing`() {
        fun restricted(unmetered: Boolean?) =
            networkInfo(NetworkSigns(unmetered = unmetered, restrictedInBackground = true)).backgroundRestricted
        assertEquals(false, restricted(unmetered = true))
        assertEquals(true, restricted(unmetered = false))
        assertEquals(true, restricted(unmetered = null))
    }

    @Test
    fun `a proxy is one with a host or with a script`() {
        fun proxy(host: String?, script: String?) = networkInfo(NetworkSigns(proxy = ProxySigns(host, script))).proxy
        assertEquals(false, proxy(null, null))
        assertEquals(false, proxy("", " "))
        assertEquals(true, proxy("proxy.example", null))
        assertEquals(true, proxy("", "http://proxy.example/proxy.pac"))
    }

    @Test
    fun `levels of Wi-Fi come to lie between 0 and 4, ends on ends`() {
        fun level(level: Int, highest: Int) =
            networkInfo(NetworkSigns(transports = setOf(Transport.WIFI), wifiLevel = WifiLevel(level, highest))).signalLevel
        assertEquals(listOf<UByte>(0u, 1u, 2u, 3u, 4u), (0..4).map { level(it, 4) })
        assertEquals(listOf<UByte>(0u, 0u, 1u, 2u, 2u, 3u, 4u), (0..6).map { level(it, 6) })
        assertEquals(listOf<UByte>(0u, 4u), (0..1).map { level(it, 1) })
        assertEquals(listOf(null, null, null, null), listOf(level(5, 4), level(-1, 4), level(0, 0), level(1, -1)))
    }

    @Test
    fun `the level is that of what carries the traffic`() {
        val both = NetworkSigns(wifiLevel = WifiLevel(3, 4), cellularLevel = 1)
        fun level(vararg transports: Transport) = networkInfo(both.copy(transports = transports.toSet())).signalLevel
        assertEquals(3.toUByte(), level(Transport.WIFI))
        assertEquals(1.toUByte(), level(Transport.CELLULAR))
        assertEquals(1.toUByte(), level(Transport.CELLULAR, Transport.VPN))
        assertNull(level(Transport.ETHERNET))
        assertNull(networkInfo(both).signalLevel)
        assertNull(networkInfo(both.copy(transports = setOf(Transport.CELLULAR), cellularLevel = 9)).signalLevel)
    }
}

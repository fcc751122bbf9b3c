@file:Suppress("unused", "UNUSED_PARAMETER")

package snippets

import java.io.File
import walletdoctor.BalanceSheet
import walletdoctor.Diagnosis
import walletdoctor.Doctor
import walletdoctor.Mask
import walletdoctor.PictureSize
import walletdoctor.Remedy
import walletdoctor.ReportItem

/** What the guide's snippets take for granted: what an app has, and what an earlier snippet has made. */
internal class Given(
    val dataDir: File,
    val logFile: File,
    val wallet: Wallet,
    val doctor: Doctor,
    val diagnosis: Diagnosis,
) {
    fun show(text: String) = Unit

    fun count(code: String) = Unit

    fun tryLater() = Unit

    fun personAgreesTo(remedy: Remedy) = true

    fun personWantsToSend(item: ReportItem) = true

    fun masksDrawnOn(picture: ByteArray, size: PictureSize) = emptyList<Mask>()
}

/** The app's own. */
internal interface Wallet {
    val isRestricted: Boolean

    fun shownBalances(): BalanceSheet

    fun accessToken(): String

    suspend fun fetchBalances()

    suspend fun signIn(): Boolean
}

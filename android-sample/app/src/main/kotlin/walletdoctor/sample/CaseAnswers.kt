package walletdoctor.sample

import java.io.File
import java.io.IOException
import java.time.Instant
import org.json.JSONArray
import org.json.JSONObject
import walletdoctor.AccountSource
import walletdoctor.AccountState
import walletdoctor.AssetBalance
import walletdoctor.BalanceSheet
import walletdoctor.BalanceSource
import walletdoctor.Direction
import walletdoctor.HostException
import walletdoctor.Identity
import walletdoctor.IdentityState
import walletdoctor.LookedUp
import walletdoctor.PendingState
import walletdoctor.PendingTransaction
import walletdoctor.Place
import walletdoctor.SessionState
import walletdoctor.Stage
import walletdoctor.StageState
import walletdoctor.TransactionFailure
import walletdoctor.TransactionKind
import walletdoctor.TransactionRecord
import walletdoctor.TransactionSource
import walletdoctor.TransactionState

/**
 * What this app answers: here from the case, where a wallet asks its own storage and its own session. What the case leaves out is
 * not offered. The phone itself is asked about the network and about the app.
 *
 * @param stored where the app has the balances that it shows: a cache, which the doctor may clear.
 */
class CaseAnswers(json: String, private val stored: File) {
    private val app = JSONObject(json)

    val accountRef: String? = app.optJSONObject("info")?.text("account_ref")

    /**
     * Puts the balances of the case into the cache, as old as they say they are. Each start of the sample begins its case anew.
     *
     * @throws IOException if the phone can't store them.
     */
    fun store() {
        val shown = app.optJSONObject("cached_balances") ?: return
        stored.parentFile?.mkdirs()
        stored.writeText(shown.toString())
        // A file knows no time before 1970, and none that does not fit.
        stored.setLastModified(sheet(shown).asOf.epochSecond.coerceIn(0, LATEST_S) * 1_000)
    }

    val balances = object : BalanceSource {
        override fun cached(): BalanceSheet = try {
            sheet(JSONObject(stored.readText()))
        } catch (_: IOException) {
            throw HostException.NotOffered()
        }

        override fun synced() = sheet(offered("synced_balances"))

        override fun resync() = stored.writeText(offered("synced_balances").toString())
    }

    val transactions = object : TransactionSource {
        override fun pending() = offeredList("pending_transactions").objects().map(::pending)

        override fun lookUp(ids: List<String>): LookedUp {
            val found = recent().filter { it.id in ids }
            return LookedUp(found, ids - found.map { it.id }.toSet())
        }

        override fun recent() = offeredList("transactions").objects().map(::record)
    }

    val account = AccountSource { accountState(offered("account")) }

    private fun offered(name: String): JSONObject = app.optJSONObject(name) ?: throw HostException.NotOffered()

    private fun offeredList(name: String): JSONArray = app.optJSONArray(name) ?: throw HostException.NotOffered()
}

/** The end of the year 9999, in seconds since 1970. */
private const val LATEST_S = 253_402_300_799

/**
 * Reads every answer that a case has.
 *
 * @throws org.json.JSONException, [java.time.DateTimeException] or [IllegalArgumentException] if one is none.
 */
internal fun requireAnswers(app: JSONObject) {
    app.optJSONObject("info")?.text("account_ref")
    listOf("cached_balances", "synced_balances").forEach { name -> app.optJSONObject(name)?.let(::sheet) }
    app.optJSONArray("pending_transactions").objects().forEach(::pending)
    app.optJSONArray("transactions").objects().forEach(::record)
    app.optJSONObject("account")?.let(::accountState)
}

private fun sheet(json: JSONObject) = BalanceSheet(
    account = json.text("account"),
    asOf = Instant.parse(json.getString("as_of")),
    sequence = json.text("sequence")?.toULong(),
    balances = json.getJSONArray("balances").objects().map {
        AssetBalance(it.getString("asset"), it.getString("total"), it.text("available"), it.text("held"))
    },
)

private fun pending(json: JSONObject) = PendingTransaction(
    id = json.getString("id"),
    asset = json.getString("asset"),
    direction = json.oneOf("direction"),
    amount = json.getString("amount"),
    fee = json.text("fee"),
    state = json.oneOfOrNull<PendingState>("state") ?: PendingState.PENDING,
    createdAt = json.instant("created_at"),
)

private fun record(json: JSONObject) = TransactionRecord(
    id = json.getString("id"),
    kind = json.oneOf<TransactionKind>("kind"),
    asset = json.getString("asset"),
    direction = json.oneOf<Direction>("direction"),
    amount = json.getString("amount"),
    state = json.oneOf<TransactionState>("state"),
    stages = json.optJSONArray("stages").objects().map {
        Stage(it.oneOf<Place>("place"), it.oneOf<StageState>("state"), it.instant("at"))
    },
    debited = json.flag("debited"),
    failure = json.oneOfOrNull<TransactionFailure>("failure"),
    code = json.text("code"),
    counterparty = json.text("counterparty"),
    channel = json.text("channel"),
    createdAt = json.instant("created_at"),
    expectedBy = json.instant("expected_by"),
    recognised = json.flag("recognised"),
)

/** As much of it as a healthy provider's case has; the rest comes from the account's endpoint, which the config names. */
private fun accountState(json: JSONObject) = AccountState(
    restricted = json.flag("restricted"),
    session = json.oneOfOrNull<SessionState>("session"),
    identity = json.optJSONObject("identity")?.let { Identity(it.oneOf<IdentityState>("state")) },
)

private fun JSONArray?.objects(): List<JSONObject> = this?.let { List(length()) { at -> getJSONObject(at) } }.orEmpty()

private fun JSONObject.text(name: String): String? = if (isNull(name)) null else getString(name)

private fun JSONObject.flag(name: String): Boolean? = if (isNull(name)) null else getBoolean(name)

private fun JSONObject.instant(name: String): Instant? = text(name)?.let(Instant::parse)

private inline fun <reified T : Enum<T>> JSONObject.oneOf(name: String): T = enumValueOf(getString(name).uppercase())

private inline fun <reified T : Enum<T>> JSONObject.oneOfOrNull(name: String): T? = if (isNull(name)) null else oneOf<T>(name)

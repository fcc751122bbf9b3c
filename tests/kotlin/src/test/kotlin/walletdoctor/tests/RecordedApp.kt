package walletdoctor.tests

import walletdoctor.AccountSource
import walletdoctor.AccountState
import walletdoctor.AppInfo
import walletdoctor.AppSource
import walletdoctor.BalanceSheet
import walletdoctor.BalanceSource
import walletdoctor.CacheRegistration
import walletdoctor.Caches
import walletdoctor.HostException
import walletdoctor.HostSources
import walletdoctor.LookedUp
import walletdoctor.NetworkInfo
import walletdoctor.NetworkSource
import walletdoctor.PendingTransaction
import walletdoctor.TransactionRecord
import walletdoctor.TransactionSource

/** What an app would answer: a case's `app`. What is left out is not offered. */
internal data class AppAnswers(
    val cachedBalances: BalanceSheet? = null,
    val syncedBalances: BalanceSheet? = null,
    val pendingTransactions: List<PendingTransaction>? = null,
    val transactions: List<TransactionRecord>? = null,
    val account: AccountState? = null,
    val network: NetworkInfo? = null,
    val info: AppInfo? = null,
    val caches: List<CacheRegistration>? = null,
)

private fun <T : Any> offered(answer: T?): T = answer ?: throw HostException.NotOffered()

/** An app that answers from [AppAnswers]. [sync] is how it fetches its balances anew; without it, it adopts the synced ones. */
internal class RecordedApp(private val answers: AppAnswers, private val sync: (() -> BalanceSheet)? = null) {
    private var cached = answers.cachedBalances

    fun sources() = HostSources(
        balances = balances.takeIf { answers.cachedBalances != null },
        transactions = transactions.takeIf { answers.pendingTransactions != null || answers.transactions != null },
        account = answers.account?.let { AccountSource { it } },
        network = answers.network?.let { NetworkSource { it } },
        app = answers.info?.let { AppSource { it } },
        caches = answers.caches?.let {
            object : Caches {
                override fun caches() = it
            }
        },
    )

    private val balances = object : BalanceSource {
        @Synchronized
        override fun cached() = offered(cached)

        override fun synced() = offered(answers.syncedBalances)

        @Synchronized
        override fun resync() {
            cached = sync?.invoke() ?: synced()
        }
    }

    private val transactions = object : TransactionSource {
        override fun pending() = offered(answers.pendingTransactions)

        override fun lookUp(ids: List<String>): LookedUp {
            val known = recent()
            return LookedUp(known.filter { it.id in ids }, ids.filter { id -> known.none { it.id == id } })
        }

        override fun recent() = offered(answers.transactions)
    }
}

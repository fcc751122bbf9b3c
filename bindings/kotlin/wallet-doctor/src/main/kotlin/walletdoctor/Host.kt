package walletdoctor

/**
 * [BalanceSource] for an app that shows balances from its own storage. What is not overridden is not offered: the doctor then takes
 * the provider's balances from the config's `balances`, and offers no remedy that would need [resync].
 */
public interface Balances : BalanceSource {
    override fun synced(): BalanceSheet = throw HostException.NotOffered()

    override fun resync(): Unit = throw HostException.NotOffered()
}

/** [TransactionSource] of which an app overrides what it has; the rest is not offered. */
public interface Transactions : TransactionSource {
    override fun pending(): List<PendingTransaction> = throw HostException.NotOffered()

    override fun lookUp(ids: List<String>): LookedUp = throw HostException.NotOffered()

    override fun recent(): List<TransactionRecord> = throw HostException.NotOffered()
}

/** [CacheSource] for an app whose caches are folders, which the doctor clears itself. */
public interface Caches : CacheSource {
    override fun setAside(cacheId: String): Unit = throw HostException.NotOffered()

    override fun restore(cacheId: String): Unit = throw HostException.NotOffered()

    override fun discard(cacheId: String): Unit = throw HostException.NotOffered()
}

/** What the app knows of the account. [answer] may block, and may throw [HostException]. */
public inline fun AccountSource(crossinline answer: () -> AccountState): AccountSource = object : AccountSource {
    override fun account() = answer()
}

/**
 * The person's authorization with the provider's API: the value of the `Authorization` header. [answer] may block, and may throw
 * [HostException].
 */
public inline fun AuthorizationSource(crossinline answer: () -> SensitiveText): AuthorizationSource =
    object : AuthorizationSource {
        override fun authorization() = answer()
    }

/** Shows the app's own sign-in. [answer] waits for its end and says whether the person is signed in then. */
public inline fun SessionSource(crossinline answer: () -> Boolean): SessionSource = object : SessionSource {
    override fun signInAgain() = answer()
}

/** What the phone says of its network. [answer] may throw [HostException]. */
public inline fun NetworkSource(crossinline answer: () -> NetworkInfo): NetworkSource = object : NetworkSource {
    override fun network() = answer()
}

/** What the app says of itself and of the phone. [answer] may throw [HostException]. */
public inline fun AppSource(crossinline answer: () -> AppInfo): AppSource = object : AppSource {
    override fun app() = answer()
}

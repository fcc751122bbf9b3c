package walletdoctor

/**
 * Asks the app, and has everything that it may throw end as a [HostException]. The generated code catches no [Error], and can't pass
 * on a text that is no Unicode.
 *
 * Of what is thrown and not declared only the class is told: a message may hold an address with a token in it, or a line of a
 * database. An app that wants to say more throws [HostException.Failed].
 */
private inline fun <T> asked(answer: () -> T): T =
    try {
        answer()
    } catch (told: HostException.NotOffered) {
        throw told
    } catch (told: HostException.Failed) {
        throw HostException.Failed(wellFormed(told.reason.take(MAX_REASON_CHARS)))
    } catch (thrown: Throwable) {
        throw HostException.Failed(thrown.javaClass.name)
    }

/** How much is kept of a reason, in UTF-16 units. */
private const val MAX_REASON_CHARS = 1_000

/** The same text with U+FFFD for each half of a surrogate pair that has no other half. */
internal fun wellFormed(text: String): String {
    val bytes = text.toByteArray(Charsets.UTF_16BE)
    return String(bytes, Charsets.UTF_16BE)
}

internal fun HostSources.guarded() = HostSources(
    balances = balances?.let(::GuardedBalances),
    transactions = transactions?.let(::GuardedTransactions),
    account = account?.let { AccountSource { asked(it::account) } },
    authorization = authorization?.let { AuthorizationSource { asked(it::authorization) } },
    session = session?.let { SessionSource { asked(it::signInAgain) } },
    network = network?.let { NetworkSource { asked(it::network) } },
    app = app?.let { AppSource { asked(it::app) } },
    caches = caches?.let(::GuardedCaches),
)

private class GuardedBalances(private val app: BalanceSource) : BalanceSource {
    override fun cached() = asked { app.cached() }

    override fun synced() = asked { app.synced() }

    override fun resync() = asked { app.resync() }
}

private class GuardedTransactions(private val app: TransactionSource) : TransactionSource {
    override fun pending() = asked { app.pending() }

    override fun lookUp(ids: List<String>) = asked { app.lookUp(ids) }

    override fun recent() = asked { app.recent() }
}

private class GuardedCaches(private val app: CacheSource) : CacheSource {
    override fun caches() = asked { app.caches() }

    override fun setAside(cacheId: String) = asked { app.setAside(cacheId) }

    override fun restore(cacheId: String) = asked { app.restore(cacheId) }

    override fun discard(cacheId: String) = asked { app.discard(cacheId) }
}

package walletdoctor.android

import android.content.Context
import walletdoctor.CacheRegistration
import walletdoctor.CacheSource
import walletdoctor.HostException
import walletdoctor.android.phone.CacheFolder

/**
 * Folders below the app's cache folder that may be cleared. What is not listed is never touched; keys, credentials and pending
 * transactions do not belong here.
 *
 * @param others what the app clears itself, such as tables of a database: registered beside the folders, and asked to set aside,
 *   restore and discard.
 */
class AndroidCacheFolders(
    context: Context,
    private val folders: List<CacheFolder>,
    private val others: CacheSource? = null,
) : CacheSource {
    private val context = context.applicationContext ?: context

    override fun caches(): List<CacheRegistration> =
        folders.map { it.registration(context.cacheDir) } + others?.caches().orEmpty()

    override fun setAside(cacheId: String) = appsOwn().setAside(cacheId)

    override fun restore(cacheId: String) = appsOwn().restore(cacheId)

    override fun discard(cacheId: String) = appsOwn().discard(cacheId)

    private fun appsOwn(): CacheSource = others ?: throw HostException.NotOffered()
}

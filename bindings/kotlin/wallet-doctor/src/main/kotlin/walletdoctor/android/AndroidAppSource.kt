package walletdoctor.android

import android.content.Context
import android.os.Build
import android.os.StatFs
import java.util.TimeZone
import walletdoctor.AppInfo
import walletdoctor.AppSource
import walletdoctor.android.phone.deviceName
import walletdoctor.android.phone.ianaZone

/**
 * What this phone says of itself and of the app. The rest only the app knows, and it is asked for at each diagnosis.
 *
 * @param accountRef the account in the provider's terms, if somebody is signed in. A report holds only a pseudonym of it.
 * @param minimumVersion the lowest version of the app that the provider still serves.
 * @param latestVersion the newest version of the app in the official store.
 * @param minimumOsVersion the lowest version of Android on which the app works, such as `10`.
 */
class AndroidAppSource(
    context: Context,
    private val accountRef: () -> String? = { null },
    private val minimumVersion: () -> String? = { null },
    private val latestVersion: () -> String? = { null },
    private val minimumOsVersion: () -> String? = { null },
) : AppSource {
    private val context = context.applicationContext ?: context

    override fun app(): AppInfo = AppInfo(
        appVersion = told { context.packageManager.getPackageInfo(context.packageName, 0).versionName },
        appMinimumVersion = minimumVersion(),
        appLatestVersion = latestVersion(),
        os = "Android ${Build.VERSION.RELEASE} (API ${Build.VERSION.SDK_INT})",
        osVersion = Build.VERSION.RELEASE,
        osMinimumVersion = minimumOsVersion(),
        freeStorageBytes = told { StatFs(context.dataDir.path).availableBytes.takeIf { it >= 0 }?.toULong() },
        device = deviceName(Build.MANUFACTURER, Build.MODEL),
        accountRef = accountRef(),
        timeZone = ianaZone(TimeZone.getDefault().id),
    )
}

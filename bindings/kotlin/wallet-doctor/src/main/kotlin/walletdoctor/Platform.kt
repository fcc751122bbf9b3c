package walletdoctor

/**
 * What a platform has to have done before a doctor is opened. It is done by the thread that opens one: at the app's start it would
 * hold up the first frame, and a fault of it would end an app that may never need a doctor.
 */
internal object Platform {
    /** May be called often, from any thread. What it throws is told by [Doctor.open]. */
    @Volatile
    var makeReady: () -> Unit = {}
}

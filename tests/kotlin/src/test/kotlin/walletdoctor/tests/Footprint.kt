package walletdoctor.tests

import com.fasterxml.jackson.databind.node.ObjectNode
import java.io.File
import java.lang.management.ManagementFactory
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.util.Locale
import kotlin.system.exitProcess
import kotlinx.coroutines.runBlocking
import walletdoctor.Complaint
import walletdoctor.Doctor
import walletdoctor.Symptom
import walletdoctor.libraryVersion

private const val OPEN_BUDGET_MS = 5.0
private const val MEMORY_BUDGET_MB = 12.0
private const val WARM_UP = 50
private const val OPENS = 200

/**
 * What opening a doctor takes, and what a diagnosis of a healthy world adds to the process: `open` or `memory`, each in a fresh JVM
 * whose heap is of one size from the start (-Xms96m -Xmx96m -XX:+AlwaysPreTouch), so that what grows is what is measured; for
 * `memory` without the compiler of the JVM (-Xint), which takes up to 20 MB of its own for as long as it is at work. The library has
 * to be a release build. Prints each budget as kept or exceeded, and ends with 1 if one was exceeded.
 */
fun main(arguments: Array<String>) {
    val isKept = Provider().use { provider ->
        when (arguments.single()) {
            "open" -> open(provider)
            "memory" -> memory(provider)
            else -> error("either 'open' or 'memory'")
        }
    }
    exitProcess(if (isKept) 0 else 1)
}

private fun open(provider: Provider): Boolean {
    val (config, host) = provider.configJson to RecordedApp(provider.app).sources()
    val file = File.createTempFile("config", ".json").apply { writeText(config) }
    val load = millis { libraryVersion() }
    val first = millis { Doctor.open(config, host).close() }
    repeat(WARM_UP) { Doctor.open(config, host).close() }
    val opens = List(OPENS) {
        lateinit var doctor: Doctor
        millis { doctor = Doctor.open(config, host) }.also { doctor.close() }
    }.sorted()
    repeat(WARM_UP) { json.readTree(config) }
    val parses = List(OPENS) { millis { json.readTree(config) } }.sorted()
    val reads = List(OPENS) { millis { file.readText() } }.sorted()
    file.delete()
    val median = opens[OPENS / 2]
    println("load the library, once a process    ${shown(load)} ms")
    println("open, the first                     ${shown(first)} ms, most of it the JVM's reading of classes; not judged")
    println("open, median of $OPENS                 ${shown(median)} ms, the slowest ${shown(opens.last())} ms")
    println("reference: parse the same config    ${shown(parses[OPENS / 2])} ms (Jackson); open takes ${shown(median / parses[OPENS / 2])} times that")
    println("reference: read it from a file      ${shown(reads[OPENS / 2])} ms; open takes ${shown(median / reads[OPENS / 2])} times that")
    return told("open, median", median, OPEN_BUDGET_MS, "ms")
}

private fun memory(provider: Provider): Boolean {
    val host = RecordedApp(provider.app).sources()
    val offline = provider.config.deepCopy<ObjectNode>()
    listOf("endpoints", "captive_portals", "status_sources", "balances", "quality").forEach(offline::remove)
    val portal = URI(provider.config["captive_portals"].first().textValue())
    val doctors = listOf(offline.toString(), provider.configJson).map { Doctor.open(it, host) }
    val before = Resident.now()
    runBlocking { doctors[0].diagnose(Complaint(Symptom.OTHER)) }
    val warm = Resident.now()
    val diagnosis = runBlocking { doctors[1].diagnose(Complaint(Symptom.BALANCE_INCORRECT)) }
    val after = Resident.now()
    check(diagnosis.causes.isEmpty()) { "the world is not healthy: ${diagnosis.causes.map { it.code }}" }
    doctors.forEach(Doctor::close)
    val status = ask(portal)
    val reference = Resident.now().now - after.now
    val whole = maxOf(warm.peak, after.peak) - before.now
    println("a first diagnosis, which asks nobody     ${shown(warm.now - before.now)} MB: threads, and classes of this JVM")
    println("a diagnosis of a healthy world after it  ${shown(after.now - warm.now)} MB, at its peak ${shown(after.peak - warm.now)} MB")
    val classes = after.classes - before.classes
    println("both, at their peak                      ${shown(whole)} MB, of which ${shown(classes)} MB are this JVM's classes")
    println("reference: one request by HttpClient     ${shown(reference)} MB (answered $status); both take ${shown(whole / reference)} times that")
    return told("memory of a first diagnosis", whole, MEMORY_BUDGET_MB, "MB")
}

private fun ask(portal: URI): Int {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host")
    val request = HttpRequest.newBuilder(URI("http://127.0.0.1:${portal.port}${portal.path}")).header("Host", portal.host).build()
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
}

private fun told(what: String, taken: Double, budget: Double, unit: String): Boolean {
    val isKept = taken <= budget
    val word = if (isKept) "kept" else "exceeded"
    println("budget $what: ${shown(taken)} of ${shown(budget)} $unit, ${shown(taken / budget)} of it: $word")
    return isKept
}

private fun shown(number: Double) = "%.2f".format(Locale.ROOT, number)

private inline fun millis(work: () -> Unit): Double {
    val began = System.nanoTime()
    work()
    return (System.nanoTime() - began) / 1e6
}

/** What of this process is in memory, in MB, and was at most since the last look. */
private class Resident(val now: Double, val peak: Double, val classes: Double) {
    companion object {
        fun now(): Resident {
            val status = File("/proc/self/status").readLines().associate { it.substringBefore(':') to it.substringAfter(':').trim() }
            fun of(key: String) = status.getValue(key).removeSuffix(" kB").toDouble() / 1024
            val classes = ManagementFactory.getMemoryMXBean().nonHeapMemoryUsage.committed / (1024.0 * 1024)
            val resident = Resident(of("VmRSS"), of("VmHWM"), classes)
            // Begins the peak anew.
            File("/proc/self/clear_refs").writeText("5")
            return resident
        }
    }
}

package walletdoctor.tests

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.module.kotlin.treeToValue
import java.time.Duration
import java.time.Instant
import java.util.concurrent.ConcurrentHashMap
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.TestFactory
import walletdoctor.AttemptOutcome
import walletdoctor.Cause
import walletdoctor.Certainty
import walletdoctor.Complaint
import walletdoctor.Doctor
import walletdoctor.OperationKind

/** The scenarios that every language's tests play (tests/scenarios), through the real library against the real provider. */
class ScenariosTest {
    @TestFactory
    fun `every scenario is diagnosed as it says`(): List<DynamicTest> {
        val began = Instant.now()
        val wrong = playAll()
        val slowest = wrong.entries.maxBy { it.value.took }
        println(
            "${wrong.size} scenarios in ${Duration.between(began, Instant.now()).toSeconds()} s; " +
                "the slowest diagnosis was of ${slowest.key}, ${slowest.value.took.toMillis()} ms",
        )
        return wrong.toSortedMap().map { (name, played) ->
            dynamicTest(name) { assertTrue(played.wrong.isEmpty()) { played.wrong.joinToString("\n") } }
        }
    }

    private fun playAll(): Map<String, Played> {
        val played = ConcurrentHashMap<String, Played>()
        val stages = List(STAGES) { Stage() }
        try {
            val all = stages.first().names
            assertTrue(all.size >= LEAST_SCENARIOS, "only ${all.size} scenarios")
            val parts = System.getProperty("scenarios").orEmpty().split(',')
            val names = all.filter { name -> parts.any { it in name } }
            runBlocking(Dispatchers.IO) {
                val waiting = Channel<String>(Channel.UNLIMITED)
                names.forEach { waiting.send(it) }
                waiting.close()
                stages.forEach { stage -> launch { for (name in waiting) played[name] = play(stage.set(name)) } }
            }
        } finally {
            stages.forEach(Stage::close)
        }
        return played
    }

    private suspend fun play(scenario: JsonNode): Played {
        val app = RecordedApp(json.treeToValue(scenario["app"]))
        val complaint: Complaint = json.treeToValue(scenario["complaint"])
        Doctor.open(scenario["config"].toString(), app.sources()).use { doctor ->
            for (tried in scenario["attempts"]) {
                val operation: OperationKind = json.treeToValue(tried["operation"])
                repeat(tried["failed"].intValue()) { doctor.recordAttempt(operation, AttemptOutcome.FAILED) }
            }
            val began = Instant.now()
            val diagnosis = withTimeoutOrNull(ANSWER_WITHIN.toMillis()) { doctor.diagnose(complaint) }
            val took = Duration.between(began, Instant.now())
            val wrong = diagnosis?.let { json.treeToValue<Expectation>(scenario["expect"]).wrongWith(it.causes) }
            return Played(wrong ?: listOf("no answer within $ANSWER_WITHIN"), took)
        }
    }

    private class Played(val wrong: List<String>, val took: Duration)

    private companion object {
        /** How many play at once: most of a diagnosis is waiting. */
        const val STAGES = 4

        /** The stage must have them. */
        const val LEAST_SCENARIOS = 250

        /** What an answer may take beyond its deadline of 8 s, on a busy machine: the promise is 'always an answer'. */
        val ANSWER_WITHIN: Duration = Duration.ofSeconds(20)
    }
}

/** What must come out of a scenario; tests/scenarios/README.md says what each key means. */
internal data class Expectation(
    val top: String?,
    val certaintyAtLeast: Certainty? = null,
    val certaintyAtMost: Certainty? = null,
    val order: List<String> = emptyList(),
    val also: List<String> = emptyList(),
    val never: List<String>,
    // Not told to an app; the tests in Rust judge them.
    val findings: List<String> = emptyList(),
) {
    /** Everything that is wrong with a diagnosis, in words. Empty if it is right. */
    fun wrongWith(causes: List<Cause>): List<String> = buildList {
        val named = causes.map { it.code }
        if (named.firstOrNull() != top) add("top cause: wanted $top, got $named")
        causes.firstOrNull()?.let { first ->
            val told = "${first.code} is ${first.certainty} (${first.confidence})"
            // Certainties are declared from the highest down.
            if (certaintyAtLeast != null && first.certainty > certaintyAtLeast) add("$told, wanted at least $certaintyAtLeast")
            if (certaintyAtMost != null && first.certainty < certaintyAtMost) add("$told, wanted at most $certaintyAtMost")
        }
        val places = order.map { named.indexOf(it) }
        if (-1 in places || places != places.sorted()) add("wanted in this order: $order, got $named")
        also.filter { it !in named }.forEach { add("$it is not named, only $named") }
        val wanted = listOfNotNull(top) + order + also
        for (code in never) {
            val met = named.filter { it !in wanted && (it == code || (code.endsWith('.') && it.startsWith(code))) }
            met.forEach { add("$it must not be named") }
        }
    }
}

package walletdoctor.tests

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.module.kotlin.treeToValue
import java.io.File

private fun start(program: String, vararg arguments: String): Process =
    ProcessBuilder(File(System.getProperty("programs"), program).path, *arguments)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()

/** One line of a program's, which has ended if there is none. */
private fun Process.line(): JsonNode =
    json.readTree(inputReader().readLine() ?: error("the program has ended with ${waitFor()}"))

/** The worlds of the shared scenarios. */
internal class Stage : AutoCloseable {
    private val process = start("stage")

    val names: List<String> = process.line()["scenarios"].map { it.textValue() }

    fun set(name: String): JsonNode {
        process.outputWriter().apply { write("$name\n") }.flush()
        return process.line()
    }

    override fun close() {
        process.outputWriter().close()
        process.waitFor()
    }
}

/** The provider in a box, with a support desk beside it if there is a folder for one. */
internal class Provider(vararg faults: String, desk: File? = null) : AutoCloseable {
    private val process = start(
        "wallet-doctor",
        "provider",
        *faults.flatMap { listOf("--fault", it) }.toTypedArray(),
        *desk?.let { arrayOf("--desk", it.path) }.orEmpty(),
    )
    private val case = process.line()

    val config: JsonNode get() = case["doctor"]
    val configJson: String get() = config.toString()
    val app: AppAnswers get() = json.treeToValue(case["app"])

    override fun close() {
        process.destroy()
        process.waitFor()
    }
}

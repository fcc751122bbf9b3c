import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a source of each Kotlin block of the guide, so that it is compiled: a block with an import or a package at its front as a
 * file, any other as the body of a suspending function, where the names of Given.kt are known.
 */
public final class Snippets {
    private static final String FENCE = "```";

    public static void main(String[] arguments) throws IOException {
        Path guide = Path.of(arguments[0]);
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, "*.kt")) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
        int count = 0;
        int begun = 0;
        List<String> block = null;
        List<String> lines = Files.readAllLines(guide);
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1);
            if (block == null && line.strip().equals(FENCE + "kotlin")) {
                block = new ArrayList<>();
                begun = number;
            } else if (block != null && line.strip().equals(FENCE)) {
                Files.writeString(folder.resolve("Line" + begun + ".kt"), source(begun, block));
                count++;
                block = null;
            } else if (block != null) {
                block.add(line);
            }
        }
        if (count == 0 || block != null) {
            throw new IllegalStateException(guide + " holds no Kotlin block, or one that does not end");
        }
        Files.writeString(folder.resolve("Count.kt"), "package snippets\n\ninternal const val SNIPPETS = " + count + "\n");
    }

    private static String source(int line, List<String> block) {
        StringBuilder source = new StringBuilder("// The guide, line " + line + "\n");
        source.append("package snippets.line").append(line).append("\n\n");
        source.append("import snippets.*\nimport walletdoctor.*\nimport kotlinx.coroutines.*\nimport kotlinx.coroutines.flow.*\n");
        List<String> imports = block.stream().filter(text -> text.startsWith("import ")).toList();
        List<String> rest = block.stream().filter(text -> !text.startsWith("import ")).toList();
        imports.forEach(text -> source.append(text).append('\n'));
        boolean isFile = rest.stream().anyMatch(text -> text.matches("(private |internal )?(class|object|interface) .*"));
        source.append(isFile ? "\n" : "\ninternal suspend fun snippet(given: Given) = with(given) {\n");
        rest.forEach(text -> source.append(text).append('\n'));
        return source.append(isFile ? "" : "}\n").toString();
    }
}

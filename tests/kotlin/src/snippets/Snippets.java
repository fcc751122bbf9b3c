import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a source of each Kotlin block of the guide, so that it is compiled: a block with a declaration of its own as a file, any
 * other as the body of a suspending function, where the names of Given.kt are known.
 *
 * Arguments: the guide; the folder for the sources; 'jvm' or 'android', for the blocks that import nothing of Android's, or those
 * that do.
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
        boolean wantsAndroid = arguments[2].equals("android");
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
                if (isForAndroid(block) == wantsAndroid) {
                    Files.writeString(folder.resolve("Line" + begun + ".kt"), source(begun, block));
                    count++;
                }
                block = null;
            } else if (block != null) {
                block.add(line);
            }
        }
        if (count == 0 || block != null) {
            throw new IllegalStateException(guide + " holds no such block, or one that does not end");
        }
        System.out.println(count + " snippets of " + guide.getFileName() + " for " + arguments[2]);
    }

    private static boolean isForAndroid(List<String> block) {
        return block.stream().anyMatch(line -> line.matches("import (android|androidx|walletdoctor\\.android)\\..*"));
    }

    private static String source(int line, List<String> block) {
        StringBuilder source = new StringBuilder("// The guide, line " + line + "\n");
        source.append("package snippets.line").append(line).append("\n\n");
        // The names of Given.kt are only there where nothing is of Android.
        source.append(isForAndroid(block) ? "" : "import snippets.*\n");
        source.append("import walletdoctor.*\nimport kotlinx.coroutines.*\n");
        List<String> imports = block.stream().filter(text -> text.startsWith("import ")).toList();
        List<String> rest = block.stream().filter(text -> !text.startsWith("import ")).toList();
        imports.forEach(text -> source.append(text).append('\n'));
        boolean isFile = rest.stream().anyMatch(text -> text.matches("(private |internal )?(class|object|interface|fun) .*"));
        source.append(isFile ? "\n" : "\ninternal suspend fun snippet(given: Given) = with(given) {\n");
        rest.forEach(text -> source.append(text).append('\n'));
        return source.append(isFile ? "" : "}\n").toString();
    }
}

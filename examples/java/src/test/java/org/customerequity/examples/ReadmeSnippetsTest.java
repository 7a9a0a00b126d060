package org.customerequity.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** What README and guide show is what compiles, and what they say it prints is what it prints. */
class ReadmeSnippetsTest {
    private static final Path ROOT = Path.of(System.getProperty("customerequity.root", "../.."));

    private final SnippetRunner runner = new SnippetRunner();

    @TestFactory
    Stream<DynamicTest> everyJavaBlockRuns(@TempDir Path temp, TestReporter reporter) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : documents()) {
            SnippetDocument document =
                    SnippetDocument.parse(ROOT.relativize(file).toString(), Files.readAllLines(file));
            if (document.fragments() > 0) {
                reporter.publishEntry(document.name() + ": fragments not compiled", document.fragments() + "");
            }
            for (SnippetDocument.Snippet snippet : document.snippets()) {
                Path folder = Files.createDirectory(temp.resolve("snippet" + tests.size()));
                tests.add(dynamicTest(snippet.place(), () -> check(snippet, folder)));
            }
        }
        return tests.stream();
    }

    @Test
    void theReadmeShowsCode() throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("README.md"));
        assertFalse(SnippetDocument.parse("README.md", lines).snippets().isEmpty());
    }

    @Test
    void aBlockGoesOnFromTheOneBefore(@TempDir Path temp) throws Exception {
        SnippetDocument document = SnippetDocument.parse("guide.md", List.of(("""
                ```java
                import java.util.concurrent.TimeUnit;
                long hours = TimeUnit.DAYS.toHours(2);
                System.out.println("first");
                ```
                ```java
                // continues: the hours
                System.out.println(hours);
                ```
                prints

                ```text
                48
                ```
                ```java-fragment
                hours ...
                ```
                """).split("\n")));
        assertEquals(1, document.fragments());
        assertEquals(
                List.of("guide.md:1", "guide.md:6"),
                document.snippets().stream().map(SnippetDocument.Snippet::place).toList());
        check(document.snippets().get(1), temp);
    }

    @Test
    void wrongOutputFails(@TempDir Path temp) {
        SnippetDocument document = SnippetDocument.parse(
                "guide.md", List.of("```java", "System.out.println(1 + 1);", "```", "", "```text", "3", "```"));
        AssertionError error = assertThrows(
                AssertionError.class, () -> check(document.snippets().get(0), temp));
        assertTrue(error.getMessage().startsWith("guide.md:1 prints"), error::getMessage);
    }

    @Test
    void codeThatDoesNotCompileFailsWithTheCompilersWords(@TempDir Path temp) {
        SnippetDocument document = SnippetDocument.parse("guide.md", List.of("```java", "int x = \"one\";", "```"));
        AssertionError error = assertThrows(
                AssertionError.class, () -> check(document.snippets().get(0), temp));
        assertTrue(error.getMessage().contains("incompatible types"), error::getMessage);
        assertTrue(error.getMessage().contains("int x = \"one\";"), error::getMessage);
    }

    private void check(SnippetDocument.Snippet snippet, Path folder) throws Exception {
        String printed = runner.run(snippet, folder);
        if (snippet.expected() != null) {
            assertEquals(normalised(snippet.expected()), normalised(printed), snippet.place() + " prints");
        }
    }

    /** Without white space at the end of lines and text. */
    private static String normalised(String text) {
        return text.lines()
                .map(String::stripTrailing)
                .reduce("", (all, line) -> all + line + "\n")
                .stripTrailing();
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        Path guide = ROOT.resolve(Path.of("docs", "guide"));
        if (Files.isDirectory(guide)) {
            try (Stream<Path> files = Files.list(guide)) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
            }
        }
        return documents;
    }
}

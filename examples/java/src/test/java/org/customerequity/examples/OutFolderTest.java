package org.customerequity.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutFolderTest {
    private static final OutFolder.Entry ONE = new OutFolder.Entry("one", file -> Files.writeString(file, "1"));
    private static final OutFolder.Entry TWO = new OutFolder.Entry("two", file -> Files.writeString(file, "2"));
    private static final OutFolder.Entry FAILING = new OutFolder.Entry("two", file -> {
        Files.writeString(file, "half");
        throw new IOException("disk full");
    });

    @TempDir
    Path root;

    @Test
    void writesAllFilesIntoAFolderThatItMakes() throws IOException {
        Path folder = root.resolve("a/b");
        OutFolder.of(folder, "one", "two").write(List.of(ONE, TWO));
        assertEquals(List.of("a", "a/b", "a/b/one", "a/b/two"), tree());
        assertEquals("2", Files.readString(folder.resolve("two")));
    }

    @Test
    void leavesNothingBehindWhenAFileFails() throws IOException {
        Files.createDirectory(root.resolve("a"));
        Files.writeString(root.resolve("a/mine"), "x");
        Refusal refusal = assertThrows(
                Refusal.class,
                () -> OutFolder.of(root.resolve("a/b/c"), "one", "two").write(List.of(ONE, FAILING)));
        assertEquals(
                "--out " + root.resolve("a/b/c") + ": must be writable, was not (java.io.IOException: disk full)",
                refusal.getMessage());
        assertEquals(List.of("a", "a/mine"), tree());
    }

    @Test
    void aFullDiskThatTheCsvWriterMeetsIsNoDifferent() throws IOException {
        OutFolder.Entry full = new OutFolder.Entry("one", file -> {
            Files.writeString(file, "half");
            throw new UncheckedIOException(new IOException("disk full"));
        });
        assertEquals(
                "--out " + root.resolve("a") + ": must be writable, was not (java.io.IOException: disk full)",
                assertThrows(
                                Refusal.class,
                                () -> OutFolder.of(root.resolve("a"), "one").write(List.of(full)))
                        .getMessage());
        assertEquals(List.of(), tree());
    }

    @Test
    void replacesNothing() throws IOException {
        Files.writeString(root.resolve("two"), "mine");
        Refusal refusal = assertThrows(Refusal.class, () -> OutFolder.of(root, "one", "two"));
        assertEquals(
                "--out " + root + ": must not hold two, results are never replaced (remove it or name another folder)",
                refusal.getMessage());
        assertEquals(1, refusal.status());
    }

    @Test
    void replacesNothingThatCameWhileItWorked() throws IOException {
        OutFolder folder = OutFolder.of(root, "one", "two");
        OutFolder.Entry sneaking = new OutFolder.Entry("one", file -> {
            Files.writeString(file, "1");
            Files.writeString(root.resolve("two"), "mine");
        });
        assertThrows(Refusal.class, () -> folder.write(List.of(sneaking, TWO)));
        assertEquals(List.of("two"), tree());
        assertEquals("mine", Files.readString(root.resolve("two")));
    }

    @Test
    void refusesAFolderThatIsAFile() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "x");
        assertEquals(
                "--out " + file.resolve("out") + ": must be a folder, but " + file + " is a file",
                assertThrows(Refusal.class, () -> OutFolder.of(file.resolve("out"), "one"))
                        .getMessage());
    }

    private List<String> tree() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> !path.equals(root))
                    .map(path -> root.relativize(path).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }
}

package org.customerequity.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.customerequity.internal.Require;
import org.junit.jupiter.api.Test;

/** The module as it is published: its name, what it exports, and that nothing in it accepts or returns null unsaid. */
class ModuleTest {
    private static final String NULL_MARKED = "Lorg/jspecify/annotations/NullMarked;";

    @Test
    void keepsItsName() {
        assertEquals("org.customerequity", CoreClasses.descriptor().name());
    }

    @Test
    void isTestedAsAModule() {
        // not where an old Guava is tried, which is no module
        assertEquals(
                !Boolean.getBoolean("customerequity.classpath"),
                Require.class.getModule().isNamed());
    }

    @Test
    void exportsEveryPackageButTheInternalOnesToEveryone() {
        TreeSet<String> open = new TreeSet<>(CoreClasses.packages());
        open.removeIf(name -> name.matches("org\\.customerequity\\.internal(\\..*)?"));
        assertEquals(open, CoreClasses.exportedPackages());
        assertEquals(
                open.size(),
                CoreClasses.descriptor().exports().size(),
                "no export is for some modules only: "
                        + CoreClasses.descriptor().exports());
        assertFalse(CoreClasses.descriptor().isOpen());
        assertTrue(CoreClasses.descriptor().opens().isEmpty());
    }

    @Test
    void everyExportedPackageSaysWhereToBegin() throws IOException {
        for (String name : CoreClasses.exportedPackages()) {
            Path info = CoreClasses.moduleRoot()
                    .resolve(Path.of("src", "main", "java", name.replace('.', '/'), "package-info.java"));
            assertTrue(Files.exists(info), () -> name + " has no package-info.java");
            assertTrue(Files.readString(info).contains("/**"), () -> name + " has no package comment");
        }
    }

    /** Read from the class files: at run time the annotation may be absent, as the library requires it statically. */
    @Test
    void everyExportedPackageIsNullMarked() throws IOException {
        Path classes = CoreClasses.directory();
        boolean wholeModule = isNullMarked(classes.resolve("module-info.class"));
        List<String> unmarked = CoreClasses.exportedPackages().stream()
                .filter(name -> !isNullMarked(classes.resolve(Path.of(name.replace('.', '/'), "package-info.class"))))
                .toList();
        assertTrue(wholeModule || unmarked.isEmpty(), () -> "not @NullMarked: " + unmarked);
    }

    private static boolean isNullMarked(Path classFile) {
        try {
            return Files.exists(classFile)
                    && new String(Files.readAllBytes(classFile), StandardCharsets.ISO_8859_1).contains(NULL_MARKED);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

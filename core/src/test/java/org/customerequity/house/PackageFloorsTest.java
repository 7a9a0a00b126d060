package org.customerequity.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages are floors: each uses those below it, never one above. A sub-package lives on its parent's floor. */
class PackageFloorsTest {
    private static final List<String> BOTTOM_TO_TOP = List.of(
            "internal",
            "value",
            "fit",
            "history",
            "metric",
            "survey",
            "retention",
            "model",
            "segment",
            "lifetime",
            "acquisition",
            "equity",
            "valuation",
            "decision",
            "audit");

    private static final String BASE = "org.customerequity";
    private static final Pattern EDGE = Pattern.compile("^\\s+(\\S+)\\s+->\\s+(\\S+)", Pattern.MULTILINE);

    @TempDir
    Path temp;

    private record Edge(String user, String used) {
        boolean isUpward() {
            return BOTTOM_TO_TOP.indexOf(floor(user)) < BOTTOM_TO_TOP.indexOf(floor(used));
        }
    }

    @Test
    void everyPackageIsOnAFloor() {
        assertEquals(
                List.of(),
                CoreClasses.packages().stream()
                        .filter(name -> !BOTTOM_TO_TOP.contains(floor(name)))
                        .toList(),
                "packages on no floor: give them one here and in module-info, or move them");
    }

    @Test
    void packagesDependOnlyDownwards() throws IOException {
        String printed = jdeps();
        List<Edge> all = edges(printed);

        // every class uses java.lang, so that a package without an edge means output we did not understand
        Set<String> users = new TreeSet<>();
        all.forEach(edge -> users.add(edge.user));
        assertEquals(CoreClasses.packages(), users, () -> "jdeps output not understood:\n" + printed);

        List<Edge> own = all.stream().filter(edge -> isOurs(edge.used)).toList();
        assertTrue(
                CoreClasses.packages().size() < 5 || own.size() > 3,
                () -> "jdeps shows hardly any edge between our packages:\n" + printed);
        assertEquals(
                List.of(),
                own.stream()
                        .filter(Edge::isUpward)
                        .map(edge -> edge.user + " -> " + edge.used)
                        .toList());
    }

    @Test
    void anUpwardEdgeIsSeen() {
        List<Edge> found = edges("""
                classes -> java.base
                   org.customerequity.model.purchase  -> java.lang                          java.base
                   org.customerequity.model.purchase  -> org.customerequity.lifetime        classes
                   org.customerequity.model.purchase  -> org.customerequity.model.spend     classes
                   org.customerequity.equity          -> org.customerequity.value           classes
                """);
        assertEquals(
                List.of(new Edge("org.customerequity.model.purchase", "org.customerequity.lifetime")),
                found.stream()
                        .filter(edge -> isOurs(edge.used) && edge.isUpward())
                        .toList());
    }

    /** Copied without its module descriptor, so that jdeps need not find the modules it requires. */
    private String jdeps() throws IOException {
        Path classes = CoreClasses.directory();
        Path copy = temp.resolve("classes");
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.toList()) {
                if (!file.endsWith("module-info.class")) {
                    Files.copy(file, copy.resolve(classes.relativize(file).toString()));
                }
            }
        }
        StringWriter out = new StringWriter();
        ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(new PrintWriter(out), new PrintWriter(out), "-verbose:package", copy.toString());
        return out.toString();
    }

    private static List<Edge> edges(String printed) {
        return EDGE.matcher(printed)
                .results()
                .map(match -> new Edge(match.group(1), match.group(2)))
                .filter(edge -> isOurs(edge.user))
                .toList();
    }

    private static boolean isOurs(String name) {
        return name.equals(BASE) || name.startsWith(BASE + ".");
    }

    /** {@code model} for {@code org.customerequity.model.purchase}. */
    private static String floor(String packageName) {
        return packageName.equals(BASE)
                ? ""
                : packageName.substring(BASE.length() + 1).split("\\.")[0];
    }
}

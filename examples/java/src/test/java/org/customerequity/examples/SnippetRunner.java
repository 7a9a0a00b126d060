package org.customerequity.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a snippet as a reader would paste it, into a main method, and runs it. */
final class SnippetRunner {
    private static final String LIBRARY = "org.customerequity";
    private static final Pattern IMPORT = Pattern.compile("(?m)^import\\s+(static\\s+)?[\\w.*]+;[ \\t]*$");
    private static final Pattern MAIN_CLASS = Pattern.compile("(?m)^(?:public )?(?:final )?(?:class|record) (\\w+)");
    // a character that no snippet prints
    private static final String MARK = "\u0001";

    private final String classPath;
    private final String commonImports;

    SnippetRunner() {
        classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        commonImports = Stream.concat(
                        Stream.of("java.math", "java.time", "java.util", "java.util.stream"),
                        exportedPackages().stream())
                .map(name -> "import " + name + ".*;\n")
                .collect(Collectors.joining());
    }

    /** What the snippet prints; blocks it continues run before it, and what they print is left out. */
    String run(SnippetDocument.Snippet snippet, Path workDirectory) throws Exception {
        Source source = source(snippet);
        Path file = workDirectory.resolve(source.name + ".java");
        Files.writeString(file, source.text);
        compile(snippet, file, workDirectory);
        String printed = execute(snippet, source.name, workDirectory);
        return printed.substring(printed.lastIndexOf(MARK) + 1);
    }

    private record Source(String name, String text) {}

    private Source source(SnippetDocument.Snippet snippet) {
        Matcher mainClass = MAIN_CLASS.matcher(snippet.code());
        if (snippet.code().contains("static void main(") && mainClass.find()) {
            return new Source(mainClass.group(1), commonImports + snippet.code());
        }
        StringBuilder imports = new StringBuilder(commonImports);
        StringBuilder body = new StringBuilder();
        List<String> blocks = new ArrayList<>(snippet.before());
        blocks.add(snippet.code());
        for (int i = 0; i < blocks.size(); i++) {
            Matcher own = IMPORT.matcher(blocks.get(i));
            own.results().forEach(match -> imports.append(match.group()).append('\n'));
            if (i == blocks.size() - 1) {
                body.append("System.out.print('\\1');\n");
            }
            body.append(own.replaceAll("")).append('\n');
        }
        String text = imports + "class Snippet {\npublic static void main(String[] args) throws Exception {\n" + body
                + "}\n}\n";
        return new Source("Snippet", text);
    }

    private void compile(SnippetDocument.Snippet snippet, Path file, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, UTF_8)) {
            List<String> options = List.of(
                    "--release",
                    "17",
                    "-proc:none",
                    "-Xlint:all,-path",
                    "-Werror",
                    "-cp",
                    classPath,
                    "-d",
                    classes + "");
            boolean ok = compiler.getTask(null, files, problems, options, null, files.getJavaFileObjects(file))
                    .call();
            if (!ok) {
                throw new AssertionError(snippet.place() + " does not compile:\n"
                        + problems.getDiagnostics().stream()
                                .map(problem -> problem.getMessage(null) + at(problem.getLineNumber(), file))
                                .collect(Collectors.joining("\n")));
            }
        }
    }

    private static String at(long line, Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.skip(Math.max(0, line - 1))
                    .findFirst()
                    .map(text -> "\n    " + text)
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private static String execute(SnippetDocument.Snippet snippet, String mainClass, Path classes) throws Exception {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, SnippetRunner.class.getClassLoader())) {
            System.setOut(new PrintStream(printed, true, UTF_8));
            var main = loader.loadClass(mainClass).getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) new String[0]);
        } catch (InvocationTargetException e) {
            throw new AssertionError(snippet.place() + " threw " + e.getCause(), e.getCause());
        } finally {
            System.setOut(console);
        }
        return printed.toString(UTF_8);
    }

    /** Asked of the library itself, so that a new package needs no entry here. */
    private List<String> exportedPackages() {
        for (String entry : classPath.split(Pattern.quote(File.pathSeparator))) {
            ModuleDescriptor module = descriptor(Path.of(entry));
            if (module != null && module.name().equals(LIBRARY)) {
                return List.copyOf(module.exports().stream()
                        .map(ModuleDescriptor.Exports::source)
                        .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
        throw new IllegalStateException("the library is not on the class path " + classPath);
    }

    private static ModuleDescriptor descriptor(Path entry) {
        try {
            Path info = entry.resolve("module-info.class");
            if (Files.exists(info)) {
                try (InputStream in = Files.newInputStream(info)) {
                    return ModuleDescriptor.read(in);
                }
            }
            if (entry.toString().endsWith(".jar") && Files.exists(entry)) {
                try (JarFile jar = new JarFile(entry.toFile())) {
                    ZipEntry inside = jar.getEntry("module-info.class");
                    return inside == null ? null : ModuleDescriptor.read(jar.getInputStream(inside));
                }
            }
            return null;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

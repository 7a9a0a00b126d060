package org.customerequity.house;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.customerequity.internal.Require;

/** The compiled library as the guards see it: on the module path, on the class path, from any working directory. */
final class CoreClasses {
    private CoreClasses() {}

    /** The directory with the compiled main classes. */
    static Path directory() {
        try {
            return Path.of(Require.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The root of the module's sources, {@code core}. */
    static Path moduleRoot() {
        return directory().getParent().getParent();
    }

    static ModuleDescriptor descriptor() {
        try (InputStream in = Files.newInputStream(directory().resolve("module-info.class"))) {
            return ModuleDescriptor.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Packages exported to everyone, in alphabetical order. */
    static Set<String> exportedPackages() {
        return descriptor().exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Packages that hold a class, in alphabetical order. */
    static Set<String> packages() {
        return classNames().stream()
                .map(name -> name.substring(0, name.lastIndexOf('.')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Binary names of all classes but the descriptors of module and packages, in alphabetical order. */
    static List<String> classNames() {
        Path root = directory();
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith(".class"))
                    .filter(file -> !file.endsWith("package-info.class") && !file.equals("module-info.class"))
                    .map(file -> file.substring(0, file.length() - ".class".length())
                            .replace('/', '.')
                            .replace('\\', '.'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every public or protected type a user can name, nested ones included, in alphabetical order; none is initialised. */
    static List<Class<?>> exportedTypes() {
        Set<String> exported = exportedPackages();
        return classNames().stream()
                .filter(name -> exported.contains(name.substring(0, name.lastIndexOf('.'))))
                .<Class<?>>map(CoreClasses::load)
                .filter(CoreClasses::isVisible)
                .toList();
    }

    static Class<?> load(String name) {
        try {
            return Class.forName(name, false, CoreClasses.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static boolean isVisible(Class<?> type) {
        if (type.isAnonymousClass() || type.isLocalClass() || type.isSynthetic()) {
            return false;
        }
        Class<?> outer = type.getDeclaringClass();
        return isVisible(type.getModifiers()) && (outer == null || isVisible(outer));
    }
}

package org.customerequity.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder that gets all files of a run or none of them. They are written under other names and take their own when the last
 * is complete. What is there is never replaced.
 */
final class OutFolder {
    private final Path folder;

    private OutFolder(Path folder) {
        this.folder = folder;
    }

    /** One file: its name, and what writes it. */
    record Entry(String name, Content content) {}

    /** Writes a file. */
    interface Content {
        void writeTo(Path file) throws IOException;
    }

    /**
     * A folder that is there or can be made, without the files to come.
     *
     * @throws Refusal if it cannot be used, before any work is done
     */
    static OutFolder of(Path folder, String... names) {
        for (String name : names) {
            refuseIfThere(folder.resolve(name));
        }
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            throw Refusal.ofData("--out " + folder + ": must be a folder, but " + there + " is a file");
        }
        if (!Files.isWritable(there)) {
            throw Refusal.ofData("--out " + folder + ": must be writable, but " + there + " is not");
        }
        return new OutFolder(folder);
    }

    /** Writes all files, or leaves the folder as it was. */
    void write(List<Entry> entries) {
        List<Path> toDelete = new ArrayList<>();
        try {
            for (Path missing = folder.toAbsolutePath(); !Files.exists(missing); missing = missing.getParent()) {
                toDelete.add(missing);
            }
            for (int i = toDelete.size() - 1; i >= 0; i--) {
                deleteIfInterrupted(toDelete.get(i));
            }
            Files.createDirectories(folder);
            for (Entry entry : entries) {
                Path part = part(entry);
                toDelete.add(0, part);
                deleteIfInterrupted(part);
                entry.content().writeTo(part);
            }
            for (Entry entry : entries) {
                Path file = folder.resolve(entry.name());
                refuseIfThere(file);
                Files.move(part(entry), file, StandardCopyOption.ATOMIC_MOVE);
                toDelete.add(0, file);
            }
            toDelete.clear();
        } catch (UncheckedIOException e) {
            throw notWritable(e.getCause());
        } catch (IOException e) {
            throw notWritable(e);
        } finally {
            toDelete.forEach(OutFolder::deleteQuietly);
        }
    }

    private Refusal notWritable(IOException e) {
        return Refusal.ofData("--out " + folder + ": must be writable, was not (" + e + ")");
    }

    /** When the process is told to end: a folder only if it is still empty, a part that has taken its name not at all. */
    private static void deleteIfInterrupted(Path path) {
        path.toFile().deleteOnExit();
    }

    private Path part(Entry entry) {
        return folder.resolve("." + entry.name() + ".part");
    }

    private static void refuseIfThere(Path file) {
        if (Files.exists(file)) {
            throw Refusal.ofData("--out " + file.getParent() + ": must not hold " + file.getFileName()
                    + ", results are never replaced (remove it or name another folder)");
        }
    }

    /** A failure here would hide the one that led here. */
    private static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            path.toFile().deleteOnExit();
        }
    }
}

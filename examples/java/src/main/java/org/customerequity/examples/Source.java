package org.customerequity.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where transactions come from; may be opened more than once. */
interface Source {
    /** For messages and the report. */
    String name();

    InputStream open() throws IOException;

    /** In bytes, 0 where unknown. */
    long size();

    /** A file that is there and can be read. */
    static Source ofFile(Path file) {
        String name = file.toString();
        if (!Files.exists(file)) {
            throw Refusal.ofData(name + ": must be a file, there is none of this name");
        }
        if (Files.isDirectory(file)) {
            throw Refusal.ofData(name + ": must be a file, was a folder");
        }
        if (!Files.isRegularFile(file)) {
            throw Refusal.ofData(name + ": must be a regular file, was a pipe or device (it is read more than once)");
        }
        if (!Files.isReadable(file)) {
            throw Refusal.ofData(name + ": must be readable, was not (permissions)");
        }
        return new Source() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }

            @Override
            public long size() {
                return file.toFile().length();
            }
        };
    }

    /** A file that comes with the examples. */
    static Source bundled(String resource) {
        return new Source() {
            @Override
            public String name() {
                return resource;
            }

            @Override
            public InputStream open() throws IOException {
                InputStream in = Source.class.getResourceAsStream(resource);
                if (in == null) {
                    throw new IOException("not in the jar");
                }
                return in;
            }

            @Override
            public long size() {
                return 0;
            }
        };
    }
}

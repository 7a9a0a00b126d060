package org.customerequity.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;

/** Work in parts, on threads that the caller brings. */
public final class Tasks {
    private Tasks() {}

    /**
     * The results of parts {@code 0} to {@code parts - 1}, in that order, each a task of the executor; what one throws comes out
     * as it is. {@code Runnable::run} is the caller's thread.
     */
    public static <T> List<T> run(Executor executor, int parts, IntFunction<? extends T> part) {
        Objects.requireNonNull(executor, "executor");
        List<CompletableFuture<T>> tasks = new ArrayList<>(parts);
        for (int i = 0; i < parts; i++) {
            int at = i;
            tasks.add(CompletableFuture.supplyAsync(() -> part.apply(at), executor));
        }
        List<T> out = new ArrayList<>(parts);
        for (CompletableFuture<T> task : tasks) {
            out.add(join(task));
        }
        return out;
    }

    private static <T> T join(CompletableFuture<T> task) {
        try {
            return task.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException own) {
                throw own;
            }
            if (e.getCause() instanceof Error own) {
                throw own;
            }
            throw e;
        }
    }
}

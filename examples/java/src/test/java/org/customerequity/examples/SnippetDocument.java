package org.customerequity.examples;

import java.util.ArrayList;
import java.util.List;

/**
 * The Java fences of a Markdown document, and what it says they print.
 *
 * <p>A {@code java} fence is compiled and run. A {@code text} fence behind it, after blank lines and at most one line of prose such
 * as {@code prints}, is its expected output. A block whose first line starts with {@code // continues} goes on where the block
 * before it stopped. A {@code java-fragment} fence is skipped and counted.
 */
record SnippetDocument(String name, List<Snippet> snippets, int fragments) {
    private static final String CONTINUES = "// continues";

    /**
     * One fence.
     *
     * @param line of the opening fence, from 1
     * @param before the blocks it continues, oldest first
     * @param expected what it prints, or null where the document does not say
     */
    record Snippet(String document, int line, String code, List<String> before, String expected) {
        /** Where a reader finds it: {@code README.md:12}. */
        String place() {
            return document + ":" + line;
        }
    }

    private record Fence(String tag, String body, int first, int last) {}

    static SnippetDocument parse(String name, List<String> lines) {
        List<Fence> fences = fences(name, lines);
        List<Snippet> snippets = new ArrayList<>();
        List<String> chain = new ArrayList<>();
        int fragments = 0;
        for (int i = 0; i < fences.size(); i++) {
            Fence fence = fences.get(i);
            if (fence.tag.equals("java-fragment")) {
                fragments++;
            }
            if (!fence.tag.equals("java")) {
                continue;
            }
            if (fence.body.stripLeading().startsWith(CONTINUES)) {
                if (chain.isEmpty()) {
                    throw new IllegalArgumentException(name + ":" + (fence.first + 1) + " continues no block");
                }
            } else {
                chain.clear();
            }
            String expected = i + 1 < fences.size() && isOutputOf(fence, fences.get(i + 1), lines)
                    ? fences.get(i + 1).body
                    : null;
            snippets.add(new Snippet(name, fence.first + 1, fence.body, List.copyOf(chain), expected));
            chain.add(fence.body);
        }
        return new SnippetDocument(name, snippets, fragments);
    }

    private static boolean isOutputOf(Fence code, Fence next, List<String> lines) {
        return next.tag.equals("text")
                && lines.subList(code.last + 1, next.first).stream()
                                .filter(line -> !line.isBlank())
                                .count()
                        <= 1;
    }

    private static List<Fence> fences(String name, List<String> lines) {
        List<Fence> fences = new ArrayList<>();
        int first = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("```")) {
                continue;
            }
            if (first < 0) {
                first = i;
            } else {
                String tag = lines.get(first).substring(3).strip();
                fences.add(new Fence(tag, String.join("\n", lines.subList(first + 1, i)), first, i));
                first = -1;
            }
        }
        if (first >= 0) {
            throw new IllegalArgumentException(name + ":" + (first + 1) + " opens a fence that is never closed");
        }
        return fences;
    }
}

package org.customerequity.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void writesMembersInOrder() {
        assertEquals(
                """
                {
                  "name": "x",
                  "list": [
                    1,
                    {}
                  ],
                  "none": [],
                  "yes": true
                }
                """,
                new Json()
                        .with("name", "x")
                        .with("list", List.of(1, new Json()))
                        .with("none", List.of())
                        .with("yes", true)
                        .toString());
    }

    @Test
    void whatIsWrittenCanBeReadByAStrictReader() {
        String strange = "quote \" backslash \\ line\r\n tab\t bell \u0007 ž 😀";
        Json json = new Json().with(strange, List.of(strange, -1.5e-300, 1e300, 0.1, 7L, false));
        assertEquals(
                Map.of(strange, List.of(strange, -1.5e-300, 1e300, 0.1, 7.0, false)),
                StrictJson.parse(json.toString()));
    }

    @Test
    void refusesWhatJsonHasNot() {
        assertEquals(
                "a number in JSON must be finite, was NaN",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Json().with("x", Double.NaN).toString())
                        .getMessage());
    }
}

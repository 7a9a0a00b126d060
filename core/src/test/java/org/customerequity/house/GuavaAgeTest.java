package org.customerequity.house;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Proves that the old-guava profile does what its name says; otherwise its green would mean nothing. */
class GuavaAgeTest {
    @Test
    @EnabledIfSystemProperty(
            named = "customerequity.guava",
            matches = ".+",
            disabledReason = "only the build says which Guava it meant")
    void runsOnTheGuavaThatTheBuildChose() {
        String expected = "guava-" + System.getProperty("customerequity.guava") + ".jar";
        String loaded = ImmutableList.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        assertTrue(loaded.endsWith(expected), () -> "expected " + expected + ", loaded " + loaded);
    }
}

package org.customerequity.survey.brand;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * Something customers rate every brand on, that a business can improve, and the driver of customer equity it belongs to.
 *
 * @param name as in the questionnaire
 * @param driver to which it belongs
 */
public record SubDriver(String name, EquityDriver driver) implements Serializable {
    public SubDriver {
        Require.nonBlank(name, "name", "what customers rate, such as \"quality\"");
        Objects.requireNonNull(driver, "driver");
    }

    /** {@code SubDriver.value("cabin quality")}. */
    public static SubDriver value(String name) {
        return new SubDriver(name, EquityDriver.VALUE);
    }

    /** {@code SubDriver.brand("image")}. */
    public static SubDriver brand(String name) {
        return new SubDriver(name, EquityDriver.BRAND);
    }

    /** {@code SubDriver.relationship("loyalty programme")}. */
    public static SubDriver relationship(String name) {
        return new SubDriver(name, EquityDriver.RELATIONSHIP);
    }

    /**
     * The sub-drivers of Rust, Lemon and Zeithaml, Return on Marketing, Journal of Marketing 68(1), 2004: quality, price and
     * convenience; awareness, image and ethics; loyalty programme, recognition, community, knowledge and trust.
     */
    public static List<SubDriver> classic() {
        return List.of(
                value("quality"),
                value("price"),
                value("convenience"),
                brand("awareness"),
                brand("image"),
                brand("ethics"),
                relationship("loyalty programme"),
                relationship("recognition"),
                relationship("community"),
                relationship("knowledge"),
                relationship("trust"));
    }

    /**
     * Sub-drivers of a business that decides and serves by machine: personalised value and seamless experience; fairness and
     * transparency of automated decisions; balance of human and automated service. To be asked beside {@link #classic()}.
     */
    public static List<SubDriver> automationAge() {
        return List.of(
                value("personalised value"),
                value("seamless experience"),
                brand("fairness of automated decisions"),
                brand("transparency of automated decisions"),
                relationship("balance of human and automated service"));
    }
}

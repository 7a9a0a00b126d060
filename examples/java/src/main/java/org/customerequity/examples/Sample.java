package org.customerequity.examples;

import java.io.IOException;
import java.io.InputStream;

/** The transactions that come with the quick start. They are of no real business; {@link SampleGenerator} made them. */
final class Sample implements Source {
    static final String RESOURCE = "synthetic-transactions.csv";
    static final String UNTIL = "2025-12-31";
    static final String CALIBRATE_UNTIL = "2024-12-31";

    /** With the sample's own end of observation and of calibration, unless another end is asked for. */
    static Arguments windowOf(Arguments arguments) {
        return arguments.isGiven(Option.UNTIL)
                ? arguments
                : arguments.orElse(Option.UNTIL, UNTIL).orElse(Option.CALIBRATE_UNTIL, CALIBRATE_UNTIL);
    }

    @Override
    public String name() {
        return RESOURCE;
    }

    @Override
    public InputStream open() throws IOException {
        InputStream in = Sample.class.getResourceAsStream(RESOURCE);
        if (in == null) {
            throw new IOException("not in the jar");
        }
        return in;
    }

    @Override
    public long size() {
        return 0;
    }
}

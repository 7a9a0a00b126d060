package org.customerequity.examples;

import java.util.ArrayList;
import java.util.List;

/** Mean purchases in the holdout by number of repeat purchases in the calibration: 0 to 6, and 7 or more. */
final class FrequencyTable {
    static final int LAST = 7;

    private FrequencyTable() {}

    /**
     * One line of the table.
     *
     * @param frequency repeat purchases in the calibration; {@link #LAST} stands for that many or more
     * @param customers who made so many
     * @param actual their mean purchases in the holdout
     * @param expected the mean that each model expected
     */
    record Line(int frequency, int customers, double actual, double[] expected) {
        String label() {
            return frequency == LAST ? LAST + "+" : String.valueOf(frequency);
        }
    }

    /** Lines of frequencies that occur. */
    static List<Line> of(int[] frequency, int[] actual, List<double[]> expectedByModel) {
        int[] customers = new int[LAST + 1];
        double[] actualSum = new double[LAST + 1];
        double[][] expectedSum = new double[LAST + 1][expectedByModel.size()];
        for (int i = 0; i < frequency.length; i++) {
            int line = Math.min(frequency[i], LAST);
            customers[line]++;
            actualSum[line] += actual[i];
            for (int m = 0; m < expectedByModel.size(); m++) {
                expectedSum[line][m] += expectedByModel.get(m)[i];
            }
        }
        List<Line> lines = new ArrayList<>();
        for (int x = 0; x <= LAST; x++) {
            if (customers[x] > 0) {
                for (int m = 0; m < expectedByModel.size(); m++) {
                    expectedSum[x][m] /= customers[x];
                }
                lines.add(new Line(x, customers[x], actualSum[x] / customers[x], expectedSum[x]));
            }
        }
        return lines;
    }
}

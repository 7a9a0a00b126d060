package org.customerequity.model.hierarchical;

/**
 * What one chain notes of the customers: running mean and variance of every figure, draws evenly over the run where some are to be
 * kept, and the totals of every draw. For one thread.
 */
final class ChainRecord {
    private static final int FEWEST = 4;

    private final int draws;
    private final int keep;
    private final double[][] mean;
    private final double[][] squares;
    private final double[][][] kept;
    private final double[][][] keptOutcomes;
    private final double[][] expected;
    private final double[][] predicted;

    private int draw = -1;
    private double share;
    private int keptSoFar;
    private boolean keeping;

    /**
     * @param figures how many a customer has
     * @param draws how many will be noted
     * @param keep how many of them to keep of each customer
     */
    ChainRecord(int customers, int figures, int draws, int keep) {
        this.draws = draws;
        this.keep = Math.min(keep, draws);
        mean = new double[figures][customers];
        squares = new double[figures][customers];
        kept = new double[figures][this.keep][customers];
        keptOutcomes = new double[figures][this.keep][customers];
        expected = new double[figures][draws];
        predicted = new double[figures][draws];
    }

    /** Draws of each customer that a chain keeps where {@code n} are asked of all chains together: some that can be compared. */
    static int keptPerChain(int n, int chains) {
        return n == 0 ? 0 : (int) Math.max(FEWEST, ((long) n + chains - 1) / chains);
    }

    /** The next draw begins. */
    void begin() {
        keptSoFar += keeping ? 1 : 0;
        draw++;
        share = 1.0 / (draw + 1);
        keeping = (draw + 1L) * keep / draws > (long) draw * keep / draws;
    }

    /**
     * A figure of a customer in this draw.
     *
     * @param expectation given the customer's own rates
     * @param outcome as it might turn out, given the rates and chance; for a rate the rate itself
     */
    void note(int figure, int customer, double expectation, double outcome) {
        double[] means = mean[figure];
        double away = expectation - means[customer];
        means[customer] += away * share;
        squares[figure][customer] += away * (expectation - means[customer]);
        expected[figure][draw] += expectation;
        predicted[figure][draw] += outcome;
        if (keeping) {
            kept[figure][keptSoFar][customer] = expectation;
            keptOutcomes[figure][keptSoFar][customer] = outcome;
        }
    }

    int draws() {
        return draws;
    }

    int kept() {
        return keep;
    }

    double[] mean(int figure) {
        return mean[figure];
    }

    /** Sums of squared distances from the mean. */
    double[] squares(int figure) {
        return squares[figure];
    }

    /** Of every kept draw, one value a customer. */
    double[][] kept(int figure) {
        return kept[figure];
    }

    /** The outcomes of every kept draw, one value a customer. */
    double[][] keptOutcomes(int figure) {
        return keptOutcomes[figure];
    }

    /** Totals over customers of every draw. */
    double[] expected(int figure) {
        return expected[figure];
    }

    /** Totals over customers of every draw. */
    double[] predicted(int figure) {
        return predicted[figure];
    }
}

package org.customerequity.equity.driver;

/**
 * Numbers of a respondent that are added up over respondents, with their derivatives in the utility and in the inertia of every brand:
 * all a driver can work through. One instance is for one thread.
 */
interface Figure {
    /** How many sums there are: each respondent adds to those of one group only. */
    int groups();

    /** The group of respondent {@code i}. */
    int group(int i);

    /** What the respondent's numbers are multiplied by. */
    double weight(int i);

    /** Writes one number a brand. */
    void values(int i, SwitchingChain chain, double[] value);

    /**
     * Writes the derivatives of the number of each brand j: in the utility of brand m at {@code j * brands + m}, and in its inertia.
     */
    void derivatives(int i, SwitchingChain chain, double[] inUtility, double[] inInertia);
}

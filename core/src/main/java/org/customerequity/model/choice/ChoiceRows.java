package org.customerequity.model.choice;

/**
 * Choices as a design: occasions, each with some alternatives, each with a row of columns. What every likelihood of a logit
 * walks, whatever the columns mean. Arrays are shared, not copied.
 */
final class ChoiceRows {
    /** Columns of the design. */
    final int columns;

    /** First row of each occasion, and one more: the number of rows. */
    final int[] start;

    /** Rows times columns. */
    final double[] z;

    /** Share of each row among those of its occasion, summing to 1. */
    final double[] share;

    /** Weight of each occasion. */
    final double[] weight;

    /** Person of each occasion, from 0, in ascending order. */
    final int[] person;

    ChoiceRows(int columns, int[] start, double[] z, double[] share, double[] weight, int[] person) {
        this.columns = columns;
        this.start = start;
        this.z = z;
        this.share = share;
        this.weight = weight;
        this.person = person;
    }

    int occasions() {
        return start.length - 1;
    }

    int persons() {
        return person.length == 0 ? 0 : person[person.length - 1] + 1;
    }
}

package org.customerequity.equity;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.history.CustomerIds;
import org.customerequity.internal.Require;
import org.customerequity.lifetime.CustomerValues;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.jspecify.annotations.Nullable;

/**
 * Customer equity at two dates, and which customers made the difference. Immutable.
 *
 * <p>Somebody is a <em>customer</em> at a date who is listed there with {@code P(alive) > 0} and at least
 * {@link Rules#aliveFrom()}. Customers are matched by identifier, and each one, of either date, is in exactly one line:
 *
 * <pre>{@code
 *                       at the second date
 *   at the first date   customer                     listed, no customer   not listed
 *   customer            GROWN, SHRUNK, UNCHANGED     LOST                  LOST
 *   listed, no customer RETURNED                     DORMANT               DORMANT
 *   not listed          NEW                          DORMANT               -
 *
 *   opening + sum of changes of all lines = closing
 *   customers at the first date + NEW + RETURNED - LOST = customers at the second
 * }</pre>
 *
 * <p>The change of a line is the value its customers have at the second date less the one they had at the first; who is not
 * listed has none. So the lines add up whatever the rules are, to rounding. The lens on two periods is that of Fader, Hardie and
 * Ross, The Customer-Base Audit, 2022, with what customers are worth in place of what they paid.
 *
 * <p>Both equities are as they were valued: where the second has another margin, discount, horizon or timing than the first, the
 * effect of that is in the lines too, and {@link #hasSameTerms()} is false. Value both on the same terms to see customers only.
 *
 * <p>Time O(customers), one pass over each list.
 */
public final class EquityBridge implements Serializable {
    private static final long serialVersionUID = 1;

    private static final EquityMovement[] MOVEMENTS = EquityMovement.values();

    private final CustomerEquity opening;
    private final CustomerEquity closing;
    private final Rules rules;

    /** What became of each row, by ordinal. */
    private final byte[] ofOpening;

    private final byte[] ofClosing;
    private final List<Line> lines;
    private final CurrencyAmount acquired;

    private EquityBridge(CustomerEquity opening, CustomerEquity closing, Rules rules) {
        this.opening = Objects.requireNonNull(opening, "opening");
        this.closing = Objects.requireNonNull(closing, "closing");
        this.rules = Objects.requireNonNull(rules, "rules");
        CustomerValues first = opening.values();
        CustomerValues second = closing.values();
        Currency currency = first.currency();
        CurrencyMismatchException.check(currency, second.currency());
        int[] rows = ids(first, "opening").rowsOf(ids(second, "closing"));
        this.ofOpening = new byte[first.size()];
        this.ofClosing = new byte[second.size()];
        Tally tally = new Tally();
        Sum unlisted = Sum.create();
        Arrays.fill(ofOpening, (byte) -1);
        for (int i = 0; i < rows.length; i++) {
            int was = rows[i];
            double before = was < 0 ? 0 : first.value(was);
            double after = second.value(i);
            boolean customer = rules.isCustomer(second.probabilityAlive(i));
            EquityMovement movement;
            if (was < 0) {
                movement = customer ? EquityMovement.NEW : EquityMovement.DORMANT;
                unlisted.add(after);
            } else {
                movement = rules.movement(rules.isCustomer(first.probabilityAlive(was)), customer, before, after);
                ofOpening[was] = (byte) movement.ordinal();
            }
            ofClosing[i] = (byte) movement.ordinal();
            tally.add(movement, before, after);
        }
        for (int j = 0; j < ofOpening.length; j++) {
            if (ofOpening[j] < 0) {
                boolean customer = rules.isCustomer(first.probabilityAlive(j));
                EquityMovement movement = customer ? EquityMovement.LOST : EquityMovement.DORMANT;
                ofOpening[j] = (byte) movement.ordinal();
                tally.add(movement, first.value(j), 0);
            }
        }
        this.lines = tally.lines(currency);
        this.acquired = new CurrencyAmount(currency, unlisted.getAsDouble());
    }

    /**
     * From {@code opening}, at the first date, to {@code closing}: every listed customer with {@code P(alive) > 0} counts, and
     * unchanged means the same to the last digit.
     *
     * @throws IllegalArgumentException if one of the two has no identifiers
     * @throws CurrencyMismatchException if they are in two currencies
     */
    public static EquityBridge between(CustomerEquity opening, CustomerEquity closing) {
        return between(opening, closing, Rules.EXACT);
    }

    /**
     * The same by other rules.
     *
     * @throws IllegalArgumentException if one of the two has no identifiers
     * @throws CurrencyMismatchException if they are in two currencies
     */
    public static EquityBridge between(CustomerEquity opening, CustomerEquity closing, Rules rules) {
        return new EquityBridge(opening, closing, rules);
    }

    private static CustomerIds ids(CustomerValues values, String name) {
        if (!values.hasIds()) {
            throw Require.bad(
                    name,
                    "must have customer identifiers",
                    "PurchaseHistories.withIds before they are valued, or SubscriptionValueModel.value with ids",
                    "none in " + values.size() + " rows");
        }
        return values.ids();
    }

    /** Equity at the first date. */
    public CurrencyAmount opening() {
        return opening.total();
    }

    /** Equity at the second date. */
    public CurrencyAmount closing() {
        return closing.total();
    }

    /** Closing less opening. */
    public CurrencyAmount change() {
        return closing().minus(opening());
    }

    /**
     * Where the change of the expected equity lies, given the uncertainty of the fitted parameters: normal, delta method. One set
     * of parameters moves both dates, and in their difference that mostly cancels.
     *
     * @throws IllegalArgumentException if the two dates were valued with different fits: how these err together is not known
     * @throws IllegalStateException if parameters were given, not fitted
     */
    public Interval confidenceInterval(double level) {
        double error = opening.values().parameterErrorOfDifference(closing.values());
        double change = change().value();
        if (error == 0 && change != 0) {
            throw new IllegalStateException("equity must come from fits to have a confidence interval, was from given"
                    + " parameters (make the value model from fits)");
        }
        return Estimate.of(change, error).confidenceInterval(level);
    }

    /** By what rules the customers were put into lines. */
    public Rules rules() {
        return rules;
    }

    /** One line for every movement, in the order of {@link EquityMovement}; those without customers too. */
    public List<Line> lines() {
        return lines;
    }

    /** The line of one movement. */
    public Line line(EquityMovement movement) {
        return lines.get(Objects.requireNonNull(movement, "movement").ordinal());
    }

    /** How many were customers at the first date. */
    public int openingCustomers() {
        return stayed() + line(EquityMovement.LOST).customers();
    }

    /** How many were customers at the second date. */
    public int closingCustomers() {
        return stayed()
                + line(EquityMovement.NEW).customers()
                + line(EquityMovement.RETURNED).customers();
    }

    private int stayed() {
        return line(EquityMovement.GROWN).customers()
                + line(EquityMovement.UNCHANGED).customers()
                + line(EquityMovement.SHRUNK).customers();
    }

    /**
     * What became of one customer.
     *
     * @throws IllegalArgumentException if it is listed at neither date
     */
    public EquityMovement movement(String id) {
        CustomerIds after = closing.values().ids();
        return MOVEMENTS[
                after.contains(id)
                        ? ofClosing[after.indexOf(id)]
                        : ofOpening[opening.values().ids().indexOf(id)]];
    }

    /** The customers of one line: those listed at the second date in its order, then the others in the order of the first. */
    public List<String> customers(EquityMovement movement) {
        List<String> out = new ArrayList<>(line(movement).customers());
        CustomerIds after = closing.values().ids();
        for (int i = 0; i < ofClosing.length; i++) {
            if (ofClosing[i] == movement.ordinal()) {
                out.add(after.get(i));
            }
        }
        CustomerIds before = opening.values().ids();
        for (int j = 0; j < ofOpening.length && out.size() < line(movement).customers(); j++) {
            if (ofOpening[j] == movement.ordinal() && !after.contains(before.get(j))) {
                out.add(before.get(j));
            }
        }
        return List.copyOf(out);
    }

    /** Whether both dates were valued with the same margin, discount, horizon and timing. */
    public boolean hasSameTerms() {
        return opening.values().hasSameTerms(closing.values());
    }

    /**
     * The same change told as accountants do: interest on the opening value, what was paid out of it, what was revised, and what
     * was acquired.
     *
     * @param elapsed from the first date to the second, not for ever
     * @param realised contribution received in between from the customers listed at the first date, each payment carried forward
     *     to the second date at the discount rate of the opening equity
     * @throws CurrencyMismatchException if {@code realised} is in another currency
     */
    public EquityRollForward rollForward(Horizon elapsed, Contribution realised) {
        Objects.requireNonNull(elapsed, "elapsed");
        Objects.requireNonNull(realised, "realised");
        if (elapsed.isForever()) {
            throw Require.bad("elapsed", "must be finite", "the time between the two dates", elapsed);
        }
        CurrencyMismatchException.check(opening().currency(), realised.amount().currency());
        CustomerValues first = opening.values();
        double years = elapsed.lengthPer(PeriodUnit.YEAR);
        double continuous = first.discount().continuousPer(PeriodUnit.YEAR);
        double expected = first.expectedUntil(elapsed).value();
        return new EquityRollForward(
                opening(),
                opening().times(Math.expm1(continuous * years)),
                realised.amount(),
                new CurrencyAmount(opening().currency(), expected * Math.exp(continuous * years)),
                acquired,
                closing());
    }

    /** Equal equities and rules. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof EquityBridge other
                && opening.equals(other.opening)
                && closing.equals(other.closing)
                && rules.equals(other.rules);
    }

    @Override
    public int hashCode() {
        return Objects.hash(opening, closing, rules);
    }

    /** {@code USD 100.0 -> USD 120.0: new +60.0 of 3, lost -40.0 of 2}, of the movements that occur. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder().append(opening()).append(" -> ").append(closing());
        String before = ": ";
        for (Line line : lines) {
            if (line.customers() > 0) {
                double change = line.change().value();
                out.append(before)
                        .append(line.movement().name().toLowerCase(Locale.ROOT))
                        .append(change < 0 ? " " : " +")
                        .append(change)
                        .append(" of ")
                        .append(line.customers());
                before = ", ";
            }
        }
        return out.toString();
    }

    /** Customers and values of each movement while they are added up. */
    private static final class Tally {
        private final int[] customers = new int[MOVEMENTS.length];
        private final Sum[] before = new Sum[MOVEMENTS.length];
        private final Sum[] after = new Sum[MOVEMENTS.length];

        Tally() {
            Arrays.setAll(before, m -> Sum.create());
            Arrays.setAll(after, m -> Sum.create());
        }

        void add(EquityMovement movement, double valueBefore, double valueAfter) {
            int m = movement.ordinal();
            customers[m]++;
            before[m].add(valueBefore);
            after[m].add(valueAfter);
        }

        List<Line> lines(Currency currency) {
            List<Line> lines = new ArrayList<>(MOVEMENTS.length);
            for (EquityMovement movement : MOVEMENTS) {
                int m = movement.ordinal();
                lines.add(new Line(
                        movement,
                        customers[m],
                        new CurrencyAmount(currency, before[m].getAsDouble()),
                        new CurrencyAmount(currency, after[m].getAsDouble())));
            }
            return List.copyOf(lines);
        }
    }

    /**
     * The customers to whom the same happened.
     *
     * @param movement what happened
     * @param customers how many
     * @param opening their value at the first date
     * @param closing their value at the second date
     */
    public record Line(EquityMovement movement, int customers, CurrencyAmount opening, CurrencyAmount closing)
            implements Serializable {
        public Line {
            Objects.requireNonNull(movement, "movement");
            Require.nonNegative(customers, "customers", "");
            Objects.requireNonNull(opening, "opening");
            Objects.requireNonNull(closing, "closing");
            CurrencyMismatchException.check(opening.currency(), closing.currency());
        }

        /** Closing less opening. */
        public CurrencyAmount change() {
            return closing.minus(opening);
        }
    }

    /**
     * Who counts as a customer, and which changes of value count.
     *
     * @param aliveFrom the least P(alive) of a customer, in [0, 1]; 0 means any above 0
     * @param unchangedWithin a value that moved by at most this fraction of the opening one is unchanged; in [0, 1]
     */
    public record Rules(double aliveFrom, double unchangedWithin) implements Serializable {
        /** Whoever has {@code P(alive) > 0} is a customer, and any change counts. */
        public static final Rules EXACT = new Rules(0, 0);

        public Rules {
            aliveFrom = Require.fraction(aliveFrom, "aliveFrom", "0.5 counts who is more likely a customer than not");
            unchangedWithin =
                    Require.fraction(unchangedWithin, "unchangedWithin", "0.01 means 1 % of the opening value");
        }

        /** These rules with another least P(alive). */
        public Rules withAliveFrom(double probability) {
            return new Rules(probability, unchangedWithin);
        }

        /** These rules with another band of values taken as unchanged. */
        public Rules withUnchangedWithin(double fraction) {
            return new Rules(aliveFrom, fraction);
        }

        boolean isCustomer(double probabilityAlive) {
            return probabilityAlive > 0 && probabilityAlive >= aliveFrom;
        }

        EquityMovement movement(boolean was, boolean is, double before, double after) {
            if (!was) {
                return is ? EquityMovement.RETURNED : EquityMovement.DORMANT;
            }
            if (!is) {
                return EquityMovement.LOST;
            }
            if (Math.abs(after - before) <= unchangedWithin * Math.abs(before)) {
                return EquityMovement.UNCHANGED;
            }
            return after > before ? EquityMovement.GROWN : EquityMovement.SHRUNK;
        }
    }
}

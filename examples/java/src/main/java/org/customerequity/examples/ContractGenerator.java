package org.customerequity.examples;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.customerequity.value.Distribution;

/**
 * What would the contracts of a subscription business look like whose customers each have a chance of their own to leave at a
 * renewal, change their plan now and then, and sometimes come back?
 */
public final class ContractGenerator {
    private static final long SEED = 2026;
    private static final YearMonth FIRST = YearMonth.of(2023, 1);
    private static final int MONTHS = 36;
    private static final double[] PLANS = {12, 29, 79};
    private static final double VOLUNTARY = 0.75;
    private static final double RETURNS = 0.12;
    private static final double UPGRADE = 0.012;
    private static final double DOWNGRADE = 0.006;

    /** Where customers come from: how many a month at the start, how likely they are to leave, and what the media cost. */
    private enum Channel {
        SEARCH(9, 1.2, 13, 95),
        SOCIAL(8, 1.7, 11, 70),
        PARTNER(5, 1.0, 15, 120),
        REFERRAL(4, 0.8, 19, 40),
        ORGANIC(6, 0.9, 14, 0);

        private final double perMonth;
        private final Distribution leaving;
        private final double media;

        Channel(double perMonth, double alpha, double beta, double media) {
            this.perMonth = perMonth;
            this.leaving = Distribution.beta(alpha, beta);
            this.media = media;
        }
    }

    private record Row(String customer, LocalDate start, String end, double price, String reason, String channel) {}

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<Row> rows = new ArrayList<>();
    private final StringBuilder costs = new StringBuilder("month,channel,kind,amount\n");
    private int customers;

    private ContractGenerator() {}

    /** Prints one of the two bundled samples as CSV: that of the contracts, or that of the costs with the argument {@code costs}. */
    public static void main(String[] args) {
        System.out.print(args.length > 0 && args[0].equals("costs") ? costs() : contracts());
    }

    static String contracts() {
        ContractGenerator generator = new ContractGenerator().run();
        StringBuilder csv = new StringBuilder("customer,start,end,price,reason,channel\n");
        generator.rows.stream()
                .sorted(Comparator.comparing(Row::start).thenComparing(Row::customer))
                .forEach(row -> csv.append(String.join(
                                ",",
                                row.customer(),
                                row.start().toString(),
                                row.end(),
                                amount(row.price()),
                                row.reason(),
                                row.channel()))
                        .append('\n'));
        return csv.toString();
    }

    static String costs() {
        return new ContractGenerator().run().costs.toString();
    }

    private ContractGenerator run() {
        for (int m = 0; m < MONTHS; m++) {
            YearMonth month = FIRST.plusMonths(m);
            for (Channel channel : Channel.values()) {
                int acquired = poisson(channel.perMonth * (1 + m / 36.0));
                for (int i = 0; i < acquired; i++) {
                    customer(month.atDay(1 + random.nextInt(month.lengthOfMonth())), channel);
                }
                cost(month, channel.name(), "media", channel.media * acquired * (0.85 + 0.3 * random.nextDouble()));
                cost(month, channel.name(), "onboarding", 8.0 * acquired);
            }
            cost(month, "shared", "salaries", 1_900 + 25 * m);
            cost(month, "shared", "tools", 450);
        }
        return this;
    }

    private void customer(LocalDate first, Channel channel) {
        String id = String.format(Locale.ROOT, "S%05d", ++customers);
        double leaves = channel.leaving.quantile(random.nextDouble());
        int plan = random.nextInt(10) < 5 ? 0 : random.nextInt(10) < 8 ? 1 : 2;
        LocalDate until = SampleContracts.UNTIL;
        LocalDate begin = first;
        LocalDate start = first;
        int renewals = 0;
        while (!start.isAfter(until)) {
            LocalDate renewal = begin.plusMonths(++renewals);
            if (renewal.isAfter(until)) {
                add(id, start, "", plan, "", channel);
                return;
            }
            if (random.nextDouble() < leaves) {
                add(
                        id,
                        start,
                        renewal.toString(),
                        plan,
                        random.nextDouble() < VOLUNTARY ? "voluntary" : "involuntary",
                        channel);
                if (random.nextDouble() >= RETURNS) {
                    return;
                }
                begin = renewal.plusDays(20 + random.nextInt(150));
                start = begin;
                renewals = 0;
            } else {
                double move = random.nextDouble();
                int to = move < UPGRADE ? plan + 1 : move < UPGRADE + DOWNGRADE ? plan - 1 : plan;
                if (to != plan && to >= 0 && to < PLANS.length) {
                    add(id, start, renewal.toString(), plan, "", channel);
                    start = renewal;
                    plan = to;
                }
            }
        }
    }

    private void add(String id, LocalDate start, String end, int plan, String reason, Channel channel) {
        rows.add(new Row(id, start, end, PLANS[plan], reason, channel.name().toLowerCase(Locale.ROOT)));
    }

    private void cost(YearMonth month, String channel, String kind, double amount) {
        if (amount > 0) {
            costs.append(String.join(",", month.toString(), channel.toLowerCase(Locale.ROOT), kind, amount(amount)))
                    .append('\n');
        }
    }

    private int poisson(double mean) {
        double limit = Math.exp(-mean);
        int count = 0;
        for (double p = random.nextDouble(); p > limit; p *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    private static String amount(double x) {
        return String.format(Locale.ROOT, "%.2f", x);
    }
}

package org.customerequity.examples;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.customerequity.value.Distribution;

/**
 * What would the transactions of a shop look like where the channel decides how fast customers leave, and the weeks before
 * Christmas how often they buy?
 *
 * <p>The truth, to compare estimates with: purchase rates are gamma with shape 1 and mean 1/16 a week, times exp(0.35) for customers
 * who came by referral and exp(-0.25) for those of advertisements, times exp(0.30) for a standard deviation of age, and times
 * exp(0.80) in November and December. Rates of leaving are gamma with shape 0.7 and mean 1/26 a week, times exp(0.70) for
 * advertisements and exp(-0.50) for referrals.
 */
public final class ShopGenerator {
    private static final long SEED = 2026;
    private static final int CUSTOMERS = 1_200;
    private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
    private static final double IN_SEASON = 0.80;

    private enum Channel {
        ORGANIC(0.5, 0, 0),
        ADS(0.3, -0.25, 0.70),
        REFERRAL(0.2, 0.35, -0.50);

        private final double share;
        private final double buying;
        private final double leaving;

        Channel(double share, double buying, double leaving) {
            this.share = share;
            this.buying = buying;
            this.leaving = leaving;
        }

        static Channel at(double u) {
            return u < ORGANIC.share ? ORGANIC : u < ORGANIC.share + ADS.share ? ADS : REFERRAL;
        }
    }

    private record Purchase(LocalDate day, String customer, double amount) {}

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final StringBuilder customers = new StringBuilder("customer,channel,age\n");
    private final List<Purchase> purchases = new ArrayList<>();

    private ShopGenerator() {}

    /** Prints one of the two bundled samples as CSV: the purchases, or, with the argument {@code customers}, who made them. */
    public static void main(String[] args) {
        System.out.print(args.length > 0 && args[0].equals("customers") ? customers() : transactions());
    }

    static String transactions() {
        StringBuilder csv = new StringBuilder("customer,date,amount\n");
        new ShopGenerator()
                .run().purchases.stream()
                        .sorted(Comparator.comparing(Purchase::day).thenComparing(Purchase::customer))
                        .forEach(p -> csv.append(
                                String.format(Locale.ROOT, "%s,%s,%.2f\n", p.customer(), p.day(), p.amount())));
        return csv.toString();
    }

    static String customers() {
        return new ShopGenerator().run().customers.toString();
    }

    private ShopGenerator run() {
        for (int i = 1; i <= CUSTOMERS; i++) {
            customer(String.format(Locale.ROOT, "B%04d", i));
        }
        return this;
    }

    private void customer(String id) {
        Channel channel = Channel.at(random.nextDouble());
        int age = (int) Math.round(Math.min(80, Math.max(18, 42 + 13 * random.nextGaussian())));
        customers.append(
                String.format(Locale.ROOT, "%s,%s,%d\n", id, channel.name().toLowerCase(Locale.ROOT), age));
        LocalDate first = FIRST.plusDays(random.nextInt(366));
        double perDay = Distribution.gamma(1, 16).quantile(random.nextDouble())
                / 7
                * Math.exp(channel.buying + 0.30 * (age - 42) / 13);
        double leavesPerDay =
                Distribution.gamma(0.7, 0.7 * 26).quantile(random.nextDouble()) / 7 * Math.exp(channel.leaving);
        double stays = random.nextExponential() / leavesPerDay;
        double spends = Distribution.gamma(4, 120).quantile(random.nextDouble());
        double meanSpend = 1 / spends;
        long days = ChronoUnit.DAYS.between(first, SampleShop.UNTIL);
        add(first, id, meanSpend);
        for (int day = 0; day < Math.min(days, stays); day++) {
            LocalDate date = first.plusDays(day);
            double rate = perDay * (SampleShop.isSeason(date) ? Math.exp(IN_SEASON) : 1);
            // days on which something is bought; the first is already there
            if (random.nextDouble() < -Math.expm1(-rate) && day > 0) {
                add(date, id, meanSpend);
            }
        }
    }

    private void add(LocalDate day, String customer, double meanSpend) {
        double amount = meanSpend * Distribution.gamma(6, 6).quantile(random.nextDouble());
        purchases.add(new Purchase(day, customer, Math.max(1, amount)));
    }
}

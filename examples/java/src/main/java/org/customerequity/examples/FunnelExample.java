package org.customerequity.examples;

import java.time.LocalDate;
import java.util.Currency;
import java.util.Locale;
import java.util.SplittableRandom;
import org.customerequity.metric.journey.Deals;
import org.customerequity.metric.journey.Funnel;
import org.customerequity.metric.journey.FunnelStages;
import org.customerequity.metric.journey.Outcome;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.ReportingPeriod;

/** Where do we lose people on their way, and how many deals shall we win when many are still open? */
public final class FunnelExample {
    private FunnelExample() {}

    /** Prints the steps of a funnel, and three win rates of one quarter. */
    public static void main(String[] args) {
        // snippet:start funnel
        ReportingPeriod quarter = ReportingPeriod.ofQuarter(2026, 1);
        Funnel funnel = Funnel.of(FunnelStages.JOURNEY, quarter, 12_000, 3_400, 620, 380, 57);
        for (int step = 0; step + 1 < funnel.stages().size(); step++) {
            Interval sure = funnel.stepRate(step).confidenceInterval(0.95);
            System.out.printf(
                    Locale.ROOT,
                    "%-13s to %-13s %.3f [%.3f, %.3f]%n",
                    funnel.stages().names().get(step),
                    funnel.stages().names().get(step + 1),
                    funnel.stepRate(step).value(),
                    sure.lower(),
                    sure.upper());
        }
        Deals deals = dealsOf(quarter, LocalDate.of(2026, 4, 30));
        System.out.println(deals.times());
        System.out.printf(
                Locale.ROOT,
                "won so far %.2f of all, %.2f of those decided, %.2f of their value%n",
                deals.winsSoFarOfAllOpened().value(),
                deals.cohortWinRateByCount().value(),
                deals.cohortWinRateByValue().value());
        Estimate won = deals.times().wonByEstimate(90);
        System.out.printf(
                Locale.ROOT,
                "won within 90 days, open deals counted rightly: %.2f, give or take %.2f%n",
                won.value(),
                won.standardError());
        System.out.printf(
                Locale.ROOT,
                "the wins took %.0f days on average, and half of all deals are decided after %.0f%n",
                deals.times().meanCycleOfWon(),
                deals.times().medianDaysToDecision().orElseThrow());
        // snippet:end
    }

    /** 200 deals: those to be lost take twice as long to decide, so that those decided so far flatter the win rate. */
    private static Deals dealsOf(ReportingPeriod quarter, LocalDate seenUntil) {
        SplittableRandom random = new SplittableRandom(3);
        double[] days = new double[200];
        double[] values = new double[days.length];
        Outcome[] outcomes = new Outcome[days.length];
        for (int deal = 0; deal < days.length; deal++) {
            LocalDate opened = quarter.from().plusDays(random.nextInt((int) quarter.days()));
            long seen = seenUntil.toEpochDay() - opened.toEpochDay();
            boolean wins = random.nextDouble() < 0.4;
            double decided = Math.ceil(-Math.log(random.nextDouble()) * (wins ? 30 : 60));
            outcomes[deal] = decided > seen ? Outcome.OPEN : wins ? Outcome.WON : Outcome.LOST;
            days[deal] = Math.min(decided, seen);
            values[deal] = Math.rint(1_000 + 9_000 * random.nextDouble());
        }
        return Deals.ofColumns(quarter, Currency.getInstance("EUR"), days, outcomes, values);
    }
}

package org.customerequity.metric.marketing;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.customerequity.history.activity.ActivityLog;
import org.customerequity.history.activity.ActivityLogBuilder;
import org.customerequity.metric.MetricDefinition.Polarity;
import org.customerequity.metric.RatioMetric;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Estimate;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.Revenue;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Return on marketing, cost per lead and interaction, e-mail, engagement. */
@Seeded
class MarketingMetricsTest {
    private static final ReportingPeriod MARCH = ReportingPeriod.ofMonth(2026, 3);
    private static final ReportingPeriod APRIL = ReportingPeriod.ofMonth(2026, 4);
    private static final MarketingMetrics METRICS = MarketingMetrics.during(MARCH);
    private static final EngagementMetrics ENGAGEMENT = EngagementMetrics.during(MARCH);
    private static final MarginRatio MARGIN = MarginRatio.of(0.4);

    private static CurrencyAmount euro(double value) {
        return CurrencyAmount.of("EUR", value);
    }

    private static Revenue revenue(double value) {
        return Revenue.of("EUR", value);
    }

    /** Sheet 22, section 3. */
    @Test
    void returnsOfTheSheet() {
        AttributedRevenue attributed = AttributedRevenue.of(revenue(260_000), "last touch");
        IncrementalContribution incremental = IncrementalContribution.of(revenue(90_000), MARGIN, "holdout");
        RatioMetric attributedRoi = METRICS.attributedRoi(attributed, MARGIN, euro(65_000));
        close(0.6, attributedRoi.value(), 1e-15);
        RatioMetric roi = METRICS.marketingRoi(incremental, euro(65_000));
        close(-0.446153846154, roi.value(), 1e-12);
        assertEquals(
                roi,
                METRICS.marketingRoi(
                        IncrementalContribution.of(Contribution.of("EUR", 36_000), "holdout"), euro(65_000)));
        RatioMetric roas = METRICS.returnOnAdSpend(attributed, euro(65_000));
        assertEquals(4, roas.value());
        assertEquals(2.5, MarketingMetrics.breakEvenRoas(MARGIN));
        assertEquals(
                10,
                METRICS.marketingEfficiencyRatio(revenue(650_000), euro(65_000)).value());
        assertEquals("marketing ROI", roi.definition().name());
        assertEquals("attributed ROI", attributedRoi.definition().name());
        assertEquals(
                "marketing of the period, incremental by holdout",
                roi.definition().population());
        Estimate estimate = METRICS.marketingRoiEstimate(Estimate.of(36_000, 6_500), euro(65_000));
        close(roi.value(), estimate.value(), 1e-15);
        assertEquals(0.1, estimate.standardError());
    }

    /** ROAS at its break-even is an attributed ROI of nothing. */
    @Property
    void breakEvenIsWhereNothingIsLeft(
            @ForAll @DoubleRange(min = 0.01, max = 1) double margin,
            @ForAll @DoubleRange(min = 1, max = 1e6) double cost) {
        AttributedRevenue attributed =
                AttributedRevenue.of(revenue(cost * MarketingMetrics.breakEvenRoas(MarginRatio.of(margin))), "rule");
        assertEquals(
                0,
                METRICS.attributedRoi(attributed, MarginRatio.of(margin), euro(cost))
                        .value(),
                1e-14);
        assertEquals(1 / margin, METRICS.returnOnAdSpend(attributed, euro(cost)).value(), 1e-12);
    }

    @Test
    void figuresByTwoRulesDoNotAdd() {
        RatioMetric last = METRICS.returnOnAdSpend(AttributedRevenue.of(revenue(100), "last touch"), euro(50));
        RatioMetric first = METRICS.returnOnAdSpend(AttributedRevenue.of(revenue(100), "first touch"), euro(50));
        assertNotEquals(last.definition(), first.definition());
        rejects(
                "other must be return on ad spend (ROAS): attributed revenue / media cost, of media of the period,"
                        + " attributed by last touch, was return on ad spend (ROAS): attributed revenue / media cost, of"
                        + " media of the period, attributed by first touch (only like figures add)",
                () -> last.plus(first));
        RatioMetric april = MarketingMetrics.during(APRIL)
                .returnOnAdSpend(AttributedRevenue.of(revenue(500), "last touch"), euro(150));
        assertEquals(3, last.plus(april).value());
        assertThrows(
                IllegalArgumentException.class,
                () -> METRICS.costPerMql(euro(10), 5, "v1").plus(METRICS.costPerMql(euro(10), 5, "v2")));
        // returns add as (sum of contribution - sum of cost) / sum of cost
        IncrementalContribution one = IncrementalContribution.of(Contribution.of("EUR", 30), "holdout");
        assertEquals(
                (60 - 50) / 50.0,
                METRICS.marketingRoi(one, euro(10))
                        .plus(METRICS.marketingRoi(one, euro(40)))
                        .value());
    }

    @Test
    void costs() {
        assertEquals(euro(62.5), METRICS.costPerLead(euro(60_000), 960).value());
        assertEquals(euro(156.25), METRICS.costPerMql(euro(60_000), 384, "v1").value());
        assertEquals(euro(312.5), METRICS.costPerSql(euro(60_000), 192, "v1").value());
        assertEquals(
                Polarity.LOWER_IS_BETTER,
                METRICS.costPerSql(euro(60_000), 192, "v1").definition().polarity());
        assertFalse(METRICS.costPerLead(euro(60_000), 0).isDefined());
        fails(
                UndefinedRatioException.class,
                "marketing cost per leads is undefined, because leads is 0",
                () -> METRICS.costPerLead(euro(60_000), 0).value());
        fails(
                UndefinedRatioException.class,
                "incremental contribution less cost per marketing cost is undefined, because marketing cost is 0",
                () -> METRICS.marketingRoi(IncrementalContribution.of(Contribution.of("EUR", 1), "holdout"), euro(0))
                        .value());
        fails(
                UndefinedRatioException.class,
                "break-even ROAS is undefined, because margin is 0.0 (no revenue is then enough)",
                () -> MarketingMetrics.breakEvenRoas(MarginRatio.of(0)));
    }

    /** Sheet 22, section 3: 65,000 for 13,000 interactions. */
    @Test
    void interactionsOfTheSheet() {
        ChannelCost all = new ChannelCost("all", euro(42_000), euro(18_000), 13_000, 90_000);
        assertEquals(
                euro(5),
                InteractionCosts.of(MARCH, euro(5_000), all)
                        .costPerInteraction()
                        .value());
        InteractionCosts two = InteractionCosts.of(
                MARCH,
                euro(5_000),
                new ChannelCost("phone", euro(30_000), euro(6_000), 4_000, 60_000),
                new ChannelCost("chat", euro(12_000), euro(12_000), 9_000, 30_000));
        assertEquals(euro(5), two.costPerInteraction().value());
        close(
                (36_000 + 5_000 * 2 / 3.0) / 4_000,
                two.costPerInteraction("phone").ratio(),
                1e-15);
        close((24_000 + 5_000 / 3.0) / 9_000, two.costPerInteraction("chat").ratio(), 1e-15);
        assertEquals(
                "cost per interaction, chat",
                two.costPerInteraction("chat").definition().name());
        rejects("channel must be one of [phone, chat], was \"mail\"", () -> two.costPerInteraction("mail"));
        assertThrows(
                IllegalArgumentException.class,
                () -> two.costPerInteraction("chat").plus(two.costPerInteraction("chat")));
        travels(two);
    }

    /** Overhead is shared out without rest, channels weigh up to the whole, and inputs merge. */
    @Property
    void channelsAddUp(@ForAll @LongRange(max = 100_000) long seed, @ForAll @IntRange(min = 1, max = 5) int channels) {
        SplittableRandom random = new SplittableRandom(seed);
        ChannelCost[] march = new ChannelCost[channels];
        ChannelCost[] april = new ChannelCost[channels];
        for (int c = 0; c < channels; c++) {
            march[c] = channel("c" + c, random);
            april[channels - 1 - c] = channel("c" + c, random);
        }
        InteractionCosts one = InteractionCosts.of(MARCH, euro(500), march);
        InteractionCosts two = InteractionCosts.of(APRIL, euro(300), april);
        InteractionCosts both = one.plus(two);
        double overhead = 0;
        double cost = 0;
        long handled = 0;
        for (ChannelCost channel : both.channels()) {
            overhead += both.overheadOf(channel.channel()).value();
            cost += both.costPerInteraction(channel.channel()).ratio() * channel.handled();
            handled += channel.handled();
        }
        assertEquals(800, overhead, 1e-9);
        assertEquals(cost / handled, both.costPerInteraction().ratio(), 1e-9);
        assertEquals(
                one.costPerInteraction().plus(two.costPerInteraction()).ratio(),
                both.costPerInteraction().ratio(),
                1e-12);
        assertEquals(channels, both.channels().size());
        assertEquals(
                both.costPerInteraction().ratio(),
                two.plus(one).costPerInteraction().ratio(),
                1e-12);
    }

    private static ChannelCost channel(String name, SplittableRandom random) {
        return new ChannelCost(
                name,
                euro(random.nextInt(1000)),
                euro(random.nextInt(1000)),
                1 + random.nextInt(100),
                1 + random.nextInt(1000));
    }

    @Test
    void interactionsSayWhatIsWrong() {
        ChannelCost chat = new ChannelCost("chat", euro(1), euro(1), 3, 0);
        fails(
                UndefinedRatioException.class,
                "overhead of chat is undefined, because minutes of all channels are 0",
                () -> InteractionCosts.of(MARCH, euro(5), chat).costPerInteraction("chat"));
        close(
                2 / 3.0,
                InteractionCosts.of(MARCH, euro(0), chat)
                        .costPerInteraction("chat")
                        .ratio(),
                1e-15);
        rejects("channels must be at least one, was empty", () -> InteractionCosts.of(MARCH, euro(5)));
        rejects("channels must be distinct, was chat twice", () -> InteractionCosts.of(MARCH, euro(5), chat, chat));
        rejects(
                "labour must be finite and >= 0, was -1.0 (of chat)",
                () -> new ChannelCost("chat", euro(-1), euro(1), 3, 0));
        rejects(
                "platform must be finite and >= 0, was -1.0 (of chat)",
                () -> new ChannelCost("chat", euro(1), euro(-1), 3, 0));
        rejects(
                "handled must be >= 0, was -3 (interactions of chat)",
                () -> new ChannelCost("chat", euro(1), euro(1), -3, 0));
        rejects(
                "minutes must be finite and >= 0, was NaN (worked in chat)",
                () -> new ChannelCost("chat", euro(1), euro(1), 3, Double.NaN));
        rejects("overhead must be finite and >= 0, was -5.0", () -> InteractionCosts.of(MARCH, euro(-5), chat));
        assertThrows(
                CurrencyMismatchException.class, () -> InteractionCosts.of(MARCH, CurrencyAmount.of("USD", 5), chat));
        rejectsNull("channels[0]", () -> InteractionCosts.of(MARCH, euro(5), (ChannelCost) null));
        rejectsNull("channel", () -> InteractionCosts.of(MARCH, euro(5), chat).overheadOf(null));
    }

    @Test
    void emailByHand() {
        EmailCampaign mailing = travels(new EmailCampaign(MARCH, 10_000, 200, 2_450, 294, 20));
        assertEquals(9_800, mailing.delivered());
        assertEquals(0.25, mailing.openRate().value());
        assertEquals(0.03, mailing.clickRate().value());
        assertEquals(0.12, mailing.clickToOpenRate().value());
        assertEquals(0.002, mailing.unsubscribeRate().value());
        assertEquals(0.02, mailing.bounceRate().value());
        close(
                mailing.clickRate().value(),
                mailing.openRate().value() * mailing.clickToOpenRate().value(),
                1e-15);
        assertTrue(mailing.openRate().confidenceInterval(0.95).contains(0.25));
        rejects(
                "opened must be <= delivered 9800, was 9801 (messages, each counted once)",
                () -> new EmailCampaign(MARCH, 10_000, 200, 9_801, 294, 20));
        rejects(
                "bounced must be <= sent 10, was 11 (messages, each counted once)",
                () -> new EmailCampaign(MARCH, 10, 11, 0, 0, 0));
        rejects("clicked must be >= 0, was -1", () -> new EmailCampaign(MARCH, 10, 0, 0, -1, 0));
        rejects(
                "clicked must be <= opened 2, was 3 (who clicks has opened: count those as opens, or use clickRate)",
                () -> new EmailCampaign(MARCH, 10, 0, 2, 3, 0).clickToOpenRate());
        rejects(
                "other must be of the period 2026-03-01 to 2026-03-31, was 2026-04-01 to 2026-04-30 (unique counts add"
                        + " within one)",
                () -> mailing.plus(new EmailCampaign(APRIL, 1, 0, 0, 0, 0)));
        rejectsNull("other", () -> mailing.plus(null));
        assertFalse(new EmailCampaign(MARCH, 5, 5, 0, 0, 0).openRate().isDefined());
    }

    @Property
    void mailingsMerge(@ForAll @IntRange(max = 500) int sent, @ForAll @LongRange(max = 10_000) long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        EmailCampaign one = mailing(sent, random);
        EmailCampaign two = mailing(sent + 3, random);
        EmailCampaign three = mailing(2 * sent, random);
        assertEquals(one.plus(two), two.plus(one));
        assertEquals(one.plus(two).plus(three), one.plus(two.plus(three)));
        assertEquals(one.openRate().plus(two.openRate()), one.plus(two).openRate());
        assertEquals(one.bounceRate().plus(two.bounceRate()), one.plus(two).bounceRate());
    }

    private static EmailCampaign mailing(int sent, SplittableRandom random) {
        int bounced = random.nextInt(sent + 1);
        int delivered = sent - bounced;
        int opened = random.nextInt(delivered + 1);
        return new EmailCampaign(
                MARCH, sent, bounced, opened, random.nextInt(opened + 1), random.nextInt(delivered + 1));
    }

    /** Sheet 22, section 3. */
    @Test
    void stickinessOfTheSheet() {
        long[] daily = {412, 398, 430, 445, 420, 380, 365};
        close(0.28078817734, ENGAGEMENT.stickinessDauMau(daily, 1450).value(), 2e-11);
        ReportingPeriod week = ReportingPeriod.of(LocalDate.of(2026, 3, 2), LocalDate.of(2026, 3, 9));
        close(
                2850 / 7.0 / 900,
                EngagementMetrics.during(week).stickinessDauWau(daily, 900).value(),
                1e-15);
        assertEquals(
                "stickiness (DAU/WAU)",
                EngagementMetrics.during(week)
                        .stickinessDauWau(daily, 900)
                        .definition()
                        .name());
        assertEquals(
                0.04,
                ENGAGEMENT.engagementRate("commented", Audience.REACH, 40, 1000).value());
        assertEquals(
                "engagement rate: people who commented / followers, of followers of the period",
                ENGAGEMENT
                        .engagementRate("commented", Audience.FOLLOWERS, 40, 1000)
                        .definition()
                        .toString());
        rejects(
                "people who commented must be <= active users 3, was 4 (a part of them)",
                () -> ENGAGEMENT.engagementRate("commented", Audience.ACTIVE_USERS, 4, 3));
        rejects(
                "daily[2] must be <= monthly 420, was 430 (they are among them)",
                () -> ENGAGEMENT.stickinessDauMau(daily, 420));
        rejects("daily must have at least one day, was empty", () -> ENGAGEMENT.stickinessDauMau(new long[0], 420));
        rejects(
                "daily must have at most 7 days, was 8 (of 2026-03-02 to 2026-03-08)",
                () -> EngagementMetrics.during(week).stickinessDauWau(new long[8], 420));
        rejects(
                "period must be a month, of 28 to 31 days, was 2026-03-02 to 2026-03-08 (MAU are those of a month)",
                () -> EngagementMetrics.during(week).stickinessDauMau(daily, 900));
        rejects(
                "period must be a week, of 7 days, was 2026-03-01 to 2026-03-31 (WAU are those of a week)",
                () -> ENGAGEMENT.stickinessDauWau(daily, 900));
        ActivityLog log =
                ActivityLog.builder().add("A", LocalDate.of(2026, 3, 3)).build();
        assertEquals(
                1 / 7.0, EngagementMetrics.during(week).stickinessDauWau(log).value());
        rejects(
                "period must be a month, of 28 to 31 days, was 2026-03-02 to 2026-03-08 (MAU are those of a month)",
                () -> EngagementMetrics.during(week).stickinessDauMau(log));
        rejects(
                "period must be a week, of 7 days, was 2026-03-01 to 2026-03-31 (WAU are those of a week)",
                () -> ENGAGEMENT.stickinessDauWau(log));
        rejects("daily[0] must be >= 0, was -1", () -> ENGAGEMENT.stickinessDauMau(new long[] {-1}, 420));
        rejectsNull("daily", () -> ENGAGEMENT.stickinessDauMau(null, 420));
        rejectsNull("audience", () -> ENGAGEMENT.engagementRate("commented", null, 4, 3));
    }

    /** Mean active days over the length of the period is the stickiness of the period. */
    @Property
    void activeDaysAndStickinessAgree(
            @ForAll @LongRange(max = 100_000) long seed, @ForAll @IntRange(min = 2, max = 40) int users) {
        SplittableRandom random = new SplittableRandom(seed);
        ReportingPeriod four = ReportingPeriod.of(LocalDate.of(2026, 3, 2), LocalDate.of(2026, 3, 30));
        EngagementMetrics metrics = EngagementMetrics.during(four);
        long[] daily = new long[28];
        int[] activeDays = new int[users];
        ActivityLogBuilder log = ActivityLog.builder();
        log.add("only later", four.to());
        for (int u = 0; u < users; u++) {
            for (int d = 0; d < 28; d++) {
                if (d == u % 28 || random.nextInt(3) == 0) {
                    daily[d]++;
                    activeDays[u]++;
                    log.add("U" + u, four.from().plusDays(d));
                }
            }
        }
        RatioMetric active = metrics.meanActiveDays(activeDays);
        assertEquals("L28", active.definition().name());
        assertEquals(active.value() / 28, metrics.stickinessDauMau(daily, users).value(), 1e-13);
        assertTrue(active.confidenceInterval(0.95).contains(active.value()));
        // the same from the log, over users who were active
        RatioMetric ofLog = metrics.stickinessDauMau(log.build());
        assertEquals(active.value() / 28, ofLog.value(), 1e-13);
        assertEquals(active.sums().standardError() / 28, ofLog.sums().standardError(), 1e-13);
        assertEquals(active.value(), metrics.meanActiveDays(log.build()).value(), 1e-12);
        assertEquals(users, ofLog.sums().units());
        assertEquals(
                log.build().meanDailyActives(four) / log.build().countActiveIn(four),
                metrics.stickinessDauMau(log.build()).value(),
                1e-13);
    }

    @Test
    void activeDaysSayWhatIsWrong() {
        rejects(
                "activeDays[1] must be 1 to 31, was 0 (days of the period; leave out who was not active)",
                () -> ENGAGEMENT.meanActiveDays(new int[] {3, 0}));
        rejects(
                "activeDays[0] must be 1 to 31, was 32 (days of the period; leave out who was not active)",
                () -> ENGAGEMENT.meanActiveDays(new int[] {32}));
        assertFalse(ENGAGEMENT.meanActiveDays(new int[0]).isDefined());
        rejectsNull("activeDays", () -> ENGAGEMENT.meanActiveDays((int[]) null));
        rejectsNull("log", () -> ENGAGEMENT.meanActiveDays((ActivityLog) null));
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects(
                "rule must not be blank, was \"\" (such as last touch, 30 days)",
                () -> AttributedRevenue.of(revenue(1), ""));
        rejects(
                "design must not be blank, was \"\" (such as holdout of 10 %)",
                () -> IncrementalContribution.of(Contribution.of("EUR", 1), ""));
        rejects("cost must be finite and >= 0, was -1.0", () -> METRICS.costPerLead(euro(-1), 2));
        rejects("leads must be >= 0, was -2", () -> METRICS.costPerLead(euro(1), -2));
        rejects("mqls must be >= 0, was -2", () -> METRICS.costPerMql(euro(1), -2, "v1"));
        rejects(
                "rulesVersion must not be blank, was \" \" (which rules qualify a lead)",
                () -> METRICS.costPerSql(euro(1), 2, " "));
        rejects(
                "mediaCost must be finite and >= 0, was -1.0",
                () -> METRICS.marketingEfficiencyRatio(revenue(5), euro(-1)));
        rejects(
                "cost must be finite and > 0, was 0.0 (of marketing)",
                () -> METRICS.marketingRoiEstimate(Estimate.of(1, 1), euro(0)));
        assertThrows(
                CurrencyMismatchException.class,
                () -> METRICS.returnOnAdSpend(AttributedRevenue.of(revenue(1), "rule"), CurrencyAmount.of("USD", 1)));
        rejectsNull("incremental", () -> METRICS.marketingRoi(null, euro(1)));
        rejectsNull("attributed", () -> METRICS.attributedRoi(null, MARGIN, euro(1)));
        rejectsNull("mediaCost", () -> METRICS.marketingEfficiencyRatio(revenue(5), null));
        rejectsNull("margin", () -> MarketingMetrics.breakEvenRoas(null));
        for (Object value : List.of(
                METRICS,
                ENGAGEMENT,
                AttributedRevenue.of(revenue(1), "rule"),
                IncrementalContribution.of(revenue(1), MARGIN, "holdout"))) {
            travels(value);
        }
    }
}

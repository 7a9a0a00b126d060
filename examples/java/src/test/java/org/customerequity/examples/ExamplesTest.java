package org.customerequity.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What the examples print. */
@ResourceLock(Resources.SYSTEM_OUT)
class ExamplesTest {
    @Test
    void lifetimeValue() {
        assertPrints("""
                for ever      EUR 208.64
                three years   EUR 185.33
                """, LifetimeValueExample::main);
    }

    @Test
    void retentionAndCac() {
        assertPrints("""
                retention   90.0 % a month [85.1, 93.4], 28.2 % a year
                CAC         USD 10.00
                LTV         USD 30.00
                LTV:CAC     3.00
                payback     3.9 months
                """, RetentionAndCacExample::main);
    }

    @Test
    void oneCustomer() {
        assertPrints("""
                alive with probability   0.844
                purchases in 13 weeks    1.68, none with probability 0.282
                next purchase            USD 39.72
                worth in 3 years         USD 121.19, give or take 117.71
                """, OneCustomerExample::main);
    }

    @Test
    void spendModels() {
        assertPrints("""
                log-likelihood   gamma-gamma -23122.2, log-normal -23170.1
                Vuong's z        4.45 (beyond 1.96 decides)
                expected spend   USD 33.75
                her own mean     USD 23.26 to 47.90 with probability 0.90
                her next order   USD 13.09 to 64.36 with probability 0.90
                """, SpendModelsExample::main);
    }

    @Test
    void segments() {
        assertPrints("""
                platinum   1 of 20 customers, from 420 up: 32.4 % of the value
                gold       3 of 20 customers, from  88 up: 41.5 % of the value
                iron       6 of 20 customers, from  21 up: 20.7 % of the value
                lead      10 of 20 customers, from   0 up:  5.4 % of the value
                a customer of value 100 is gold
                the top 20 % hold 73.9 %; 6 of 20 hold 80 %; Gini 0.698
                """, SegmentsExample::main);
    }

    @Test
    void modelComparison() {
        assertPrints("""
                NBD         AIC  27530.6  forecast  2399 of 1512 purchases, deviance 2697.1, Gini 0.832
                BG/NBD      AIC  26831.2  forecast  1510 of 1512 purchases, deviance 1860.6, Gini 0.874
                MBG/NBD     AIC  26761.1  forecast  1504 of 1512 purchases, deviance 1780.0, Gini 0.876
                Pareto/NBD  AIC  26759.7  forecast  1539 of 1512 purchases, deviance 1781.4, Gini 0.876
                Pareto/NBD has the lowest AIC, 26759.73; higher by NBD (770.86), BG/NBD (71.51). The fit does not tell it\
                 from MBG/NBD (AIC higher by 1.32, Vuong's p 0.52). Of these MBG/NBD forecast the holdout best and is\
                 chosen: Poisson deviance 1780.04 against 1781.39 of Pareto/NBD; chance explains the difference from\
                 Pareto/NBD.
                """, ModelComparisonExample::main);
    }

    @Test
    void backtest() {
        assertPrints("""
                2024-03-31  1500 customers, forecast 1025 purchases, came  990, MAE 0.619
                2024-06-30  1500 customers, forecast  922 purchases, came  925, MAE 0.517
                2024-09-30  1500 customers, forecast  858 purchases, came  813, MAE 0.482
                2024-12-31  1500 customers, forecast  801 purchases, came  756, MAE 0.436
                2025-03-31  1500 customers, forecast  745 purchases, came  764, MAE 0.391
                2025-06-30  1500 customers, forecast  710 purchases, came  751, MAE 0.362
                Pareto/NBD against BG/NBD, P6M ahead, poisson deviance: mean difference -0.02316, -0.03147 to -0.01522\
                 at 95 %, below 0 at 6 of 6 origins: Pareto/NBD is better
                """, BacktestExample::main);
    }

    @Test
    void retentionCurves() {
        assertPrints("""
                left after 12 years   394; one rate 270, sBG 378, BdW 404
                after 0 renewals      stays 0.851, own churn 0.003 to 0.469, 5.41 payments to come
                after 4 renewals      stays 0.921, own churn 0.001 to 0.261, 6.90 payments to come
                five cohorts          EUR 2377569 by age, EUR 1711934 at one rate of 0.881: 28.0 % missed
                """, RetentionCurvesExample::main);
    }

    /** The shares are the published ones: alive .11, .59 and .93, log-likelihood -33,225.6, 12,884.2 gifts expected. */
    @Test
    void donations() {
        assertPrints("""
                gives with a chance of 0.62, leaves with 0.19 a year; log-likelihood -33225.6
                expected in 2002-2006    12884 gifts, and 13260 came
                0 gifts, last in year 0   alive in 2002 0.11, gives again 0.08, 5 years bring 0.07, own chance 0.49
                2 gifts, last in year 4   alive in 2002 0.59, gives again 0.53, 5 years bring 1.06, own chance 0.44
                6 gifts, last in year 6   alive in 2002 0.93, gives again 0.92, 5 years bring 3.75, own chance 0.91
                """, DonationsExample::main);
    }

    @Test
    void modelShelf() {
        assertPrints("""
                6 repeat purchases in 149 weeks, none for 31 weeks
                               alive  39 weeks  next within  her own rate a week
                NBD            1.000      1.53     19 weeks  0.018 to 0.068
                BG/NBD         0.787      1.20     27 weeks  0.019 to 0.076
                MBG/NBD        0.761      1.26     26 weeks  0.022 to 0.081
                BG/CNBD-k      0.787      1.20     27 weeks  0.019 to 0.076
                MBG/CNBD-k     0.761      1.26     26 weeks  0.022 to 0.081
                Pareto/NBD     0.826      1.28     25 weeks  0.020 to 0.073
                GGompertz/NBD  no fit: BOUNDARY
                """, ModelShelfExample::main);
    }

    @Test
    void driversOfEquity() {
        assertPrints("""
                Northair  USD  257 m [248, 267], share 21.7 %
                Meridian  USD  270 m [260, 280], share 22.8 %
                Skylark   USD  226 m [220, 232], share 19.0 %
                Bluewing  USD  199 m [192, 205], share 16.7 %
                Atlantis  USD  128 m [121, 135], share 10.8 %
                Hopper    USD  107 m [96, 118], share  9.0 %
                Bluewing convenience by 0.2: change 11081669, spend 9545455, net value 1536214, return 16.1 %
                    pays with probability 0.92
                Bluewing quality by 0.2: change 10235238, spend 9545455, net value 689783, return 7.2 %
                    pays with probability 0.73
                Bluewing price by 0.2: change 10096968, spend 9545455, net value 551513, return 5.8 %
                    pays with probability 0.69
                quality      USD 7.5 m for 0.21 of a point
                convenience  USD 2.8 m for 0.06 of a point
                trust        USD 1.8 m for 0.09 of a point
                together     USD 16.2 m of equity, 0.9 more than by an equal split; the next dollar brings 1.12
                """, DriversOfEquityExample::main);
    }

    @Test
    void equityBridge() {
        assertPrints("""
                new    [Dee]   0.00 to 24.78
                grown  [Ann]  28.67 to 47.46
                shrunk [Cem]  50.13 to 42.03
                lost   [Bob]  24.53 to  8.22
                all          103.33 to 122.49
                customers  +421741
                margin     -123630
                retention  +429000
                discount        +0
                change     +727111
                """, EquityBridgeExample::main);
    }

    @Test
    void brandValue() {
        assertPrints("""
                revenue premium      EUR 2600000, after cost and support 1470000
                Alba beside Caro     worth EUR 2.67 a choice, share 0.448, of it by the name 0.252
                Brio beside Caro     worth EUR 1.56 a choice, share 0.340, of it by the name 0.136
                relief from royalty  EUR 450.8 m, of it 82 % beyond the plan
                the club             EUR 1.98 a member, breaks even at a lift of 6.5 %
                rewards              EUR 6.22, 93 % of it for sales that came anyway
                """, BrandValueExample::main);
    }

    @Test
    void reliabilityAndRetention() {
        assertPrints("""
                alpha               0.952 [0.874, 0.987]
                  without honest         0.907
                  without keeps promises 0.962
                  without competent      0.930
                  without cares          0.947
                a score of  3 stays with probability 0.483 [0.379, 0.589]
                a score of  7 stays with probability 0.713 [0.665, 0.757]
                a score of 10 stays with probability 0.838 [0.781, 0.882]
                one point more      EUR 32.21 a customer, give or take 7.09, if scores cause retention
                """, ReliabilityAndRetentionExample::main);
    }

    @Test
    void cohortRetention() {
        assertPrints("""
                age 1 quarters: bought in that quarter 0.245, in that or a later one 0.438
                age 4 quarters: bought in that quarter 0.175, in that or a later one 0.303
                age 8 quarters: bought in that quarter 0.136, in that or a later one 0.190
                2023-Q4 has spent 97704 after 8 quarters, and will have spent 117052 after 11, give or take 1966
                referral  after a year 0.694 [0.615, 0.764] have a contract
                search    after a year 0.448 [0.392, 0.506] have a contract
                social    after a year 0.308 [0.255, 0.366] have a contract
                """, CohortRetentionExample::main);
    }

    @Test
    void recurringRevenue() {
        assertPrints("""
                from         start     new    back    more    less    lost     end
                2025-01-01   15331   +4436    +396    +202     -67   -2485   17813
                2025-04-01   17813   +4168    +325    +737    -102   -2359   20582
                2025-07-01   20582   +4368    +245    +688    -201   -2525   23157
                2025-10-01   23157   +4399    +296    +786     -84   -2976   25578
                of the revenue of a year ago 0.633 is left, 0.734 [0.677, 0.798] with what grew
                the product of the quarters says 0.621
                customers left: 0.365 of those at the start, 0.085 of them for want of a payment; logos kept 0.635
                USD 25578.00 a month at the end, USD 306936.00 a year at this rate
                """, RecurringRevenueExample::main);
    }

    @Test
    void channelReport() {
        assertPrints("""
                SIMPLE              67.35 = 47346.92 / 703
                PAID                81.49 = 47346.92 / 581
                PAID_FULLY_LOADED  154.94 = 90020.92 / 581
                BLENDED            128.05 = 90020.92 / 703
                organic    122 customers, cost  61 each, worth 449,  8.2 % of the spend for 21.5 % of the value
                partner    105 customers, cost 174 each, worth 486, 20.3 % of the spend for 20.1 % of the value
                referral    97 customers, cost 100 each, worth 538, 10.8 % of the spend for 20.5 % of the value
                search     208 customers, cost 156 each, worth 304, 36.1 % of the spend for 24.9 % of the value
                social     171 customers, cost 129 each, worth 194, 24.6 % of the spend for 13.0 % of the value
                """, ChannelReportExample::main);
    }

    @Test
    void lifetimeConventions() {
        assertPrints("""
                1250 is ARPA / churn; it leaves out cost, discount, growth, horizon
                1250 is Baremetrics; it leaves out cost, discount, growth, horizon
                1250 is ChartMogul; it leaves out cost, discount, growth, horizon
                584 is margin multiple, just before a renewal; it leaves out the payments made so far

                revenue to the horizon                       1800.00 +1185.66
                revenue of the expected lifetime              962.48  +348.14
                ARPA / churn                                 1250.00  +635.66
                Baremetrics                                  1250.00  +635.66
                ChartMogul                                   1250.00  +635.66
                ProfitWell, unsmoothed                       2000.00 +1385.66
                ARPA x margin / churn                         875.00  +260.66
                ARPA x margin / revenue churn                1400.00  +785.66
                contribution, undiscounted                    673.73   +59.39
                margin multiple, first payment now            614.34    +0.00
                margin multiple, after the first payment      579.34   -35.00
                margin multiple, paid at the end of periods   603.48   -10.86
                margin multiple, just before a renewal        583.96   -30.38
                Gupta-Lehmann                                 700.38   +86.04
                Gupta-Lehmann with growth                     700.38   +86.04
                first payment now, less acquisition cost      434.34  -180.00
                """, LifetimeConventionsExample::main);
    }

    @Test
    void rfmAndMigration() {
        assertPrints("""
                champions            278 customers, 0.824 bought in 2025
                loyal                223 customers, 0.305 bought in 2025
                potential loyalists  139 customers, 0.209 bought in 2025
                need attention        53 customers, 0.132 bought in 2025
                about to sleep       208 customers, 0.082 bought in 2025
                cannot lose           12 customers, 0.000 bought in 2025
                at risk              124 customers, 0.065 bought in 2025
                hibernating          463 customers, 0.035 bought in 2025
                a letter pays from 0.30: surely to [champions]
                MigrationMatrix[10 segments, 1500 customers: 1220 unchanged, 0 appeared, 0 disappeared]
                champions still champions: 194 of 278
                hibernating still hibernating: 447 of 463
                """, RfmAndMigrationExample::main);
    }

    @Test
    void customerBaseAudit() {
        assertPrints("""
                1 one year     374 customers, 4.04 orders of 62.63 each; 28 % ordered once; best tenth 40 % of profit
                2 two years    130002 - 36021 lapsed + 4868 back + 23999 up - 28154 down = 94694; 59 % bought again
                3 one cohort   of 1500, active 0.35 then 0.25; 0.44 have bought twice within half a year
                4 cohorts      of quarter 1: 40.42 of profit a customer in their first four quarters
                4 cohorts      of quarter 4: 51.51 of profit a customer in their first four quarters
                5 whole base   revenue of quarter 2 41226, 26 % of it from customers of earlier quarters
                5 whole base   revenue of quarter 4 61526, 49 % of it from customers of earlier quarters
                """, CustomerBaseAuditExample::main);
    }

    @Test
    void funnel() {
        assertPrints("""
                awareness     to consideration 0.283 [0.275, 0.291]
                consideration to decision      0.182 [0.170, 0.196]
                decision      to post-purchase 0.613 [0.574, 0.650]
                post-purchase to loyalty       0.150 [0.118, 0.189]
                TimeInStage of 200: 81 won, 77 lost, 42 open after up to 111.0 days
                won so far 0.41 of all, 0.51 of those decided, 0.53 of their value
                won within 90 days, open deals counted rightly: 0.43, give or take 0.04
                the wins took 22 days on average, and half of all deals are decided after 30
                """, FunnelExample::main);
    }

    @Test
    void automationReturn() {
        assertPrints("""
                costs today       EUR 147830.62
                hours, net        EUR -29934.32
                internal rate     -11.3 % a year
                paid back         not by hours alone
                half a point of retention is worth EUR 171378: return 16 %, with the hours 96 %
                """, AutomationReturnExample::main);
    }

    @Test
    void surveyPrecision() {
        assertPrints("""
                NPS 31.0 after 25.0: +6.0 [-4.7, 16.7], p 0.27
                400 answers a wave find a change of 15.2; one of 6 takes 2562 a wave
                as answered -10, as the customers are -17, give or take 10: 100 answers count as 60
                """, SurveyPrecisionExample::main);
    }

    @Test
    void growth() {
        assertPrints("""
                LOG_MEAN_DIVISIA: 130002 to 94694, -35308
                  customers               -39262
                  orders per customer      +4210
                  order value               -257
                SHAPLEY: 130002 to 94694, -35308
                  customers               -39308
                  orders per customer      +4259
                  order value               -259
                a customer spent -23.54 [-32.00, -15.08], whatever the cause
                35 % of the way; on pace in September: false
                """, GrowthExample::main);
    }

    /** The truth: 0.78 and 1.42 times as often, 1.35 for a standard deviation of age; 2.01 and 0.61 times as readily leaving. */
    @Test
    void covariates() {
        assertPrints("""
                                             coefficient  std. error       z       p       ratio
                ln r                             -0.0824      0.0956   -0.86   .3888      0.9209
                ln alpha                          2.4683      0.1006   24.53  <.0001       11.80
                ln s                             -0.5402      0.1513   -3.57   .0004      0.5826
                ln beta                           2.6622      0.3174    8.39  <.0001       14.33
                purchases: channel=ads           -0.3148      0.1104   -2.85   .0044      0.7299
                purchases: channel=referral       0.3753      0.0973    3.86   .0001       1.455
                purchases: age                    0.2517      0.0414    6.08  <.0001       1.286
                dropout: channel=ads              0.6882      0.2181    3.16   .0016       1.990
                dropout: channel=referral        -0.6350      0.2137   -2.97   .0030      0.5299
                without them, p is 7.9e-26 on 5 degrees
                ads       -1.05 [-1.45, -0.65] purchases in the first year
                referral  +1.81 [1.08, 2.55] purchases in the first year
                organic   a new one of 42 is worth USD 60.3 [53.2, 68.3]
                ads       a new one of 42 is worth USD 38.1 [32.6, 44.4]
                referral  a new one of 42 is worth USD 101.5 [86.1, 119.7]
                """, CovariatesExample::main);
    }

    /** The truth: exp(0.80) in season; of leaving 0.70 and -0.50. */
    @Test
    void season() {
        assertPrints("""
                                             coefficient  std. error       z       p       ratio
                ln r                             -0.1337      0.0964   -1.39   .1656      0.8749
                ln alpha                          4.5674      0.1014   45.03  <.0001       96.30
                ln s                             -0.2896      0.2170   -1.33   .1821      0.7486
                ln beta                           5.0193      0.3877   12.95  <.0001       151.3
                purchases: season                 0.7540      0.0419   17.99  <.0001       2.125
                purchases: channel=ads           -0.3232      0.1129   -2.86   .0042      0.7238
                purchases: channel=referral       0.4565      0.0992    4.60  <.0001       1.578
                dropout: channel=ads              0.6143      0.2083    2.95   .0032       1.848
                dropout: channel=referral        -0.5617      0.2077   -2.70   .0068      0.5703
                November and December 2025: 525 [454, 595]; without season 265 [226, 304]; came 541
                2026: to October 1007 [892, 1122], then 375 [310, 440]
                """, SeasonExample::main);
    }

    @Test
    void hierarchicalBayes() {
        assertPrints("""
                2025-06-30  maximum likelihood: s grows without bound: all customers leave at one common rate, or\
                 at once; beta grows without bound: all customers leave at one common rate, or nobody leaves
                            Bayes: 43 [26, 62] purchases, worth USD 2400 [1054, 4510]
                2025-09-30  maximum likelihood: 32 [16, 48] purchases, worth USD 1916 [35, 3796]
                            Bayes: 33 [19, 49] purchases, worth USD 1974 [824, 3781]
                Pareto/GGG: gamma has R-hat 1.016, must be < 1.01; bulk effective sample size 95, must be > 400;\
                 tail effective sample size 194, must be > 400. t has R-hat 1.012, must be < 1.01; bulk effective\
                 sample size 105, must be > 400; tail effective sample size 141, must be > 400. The mean regularity\
                 t/gamma is 1.25, from 1.07 to 1.47 with 95 %: purchases are at random, 1, or nearly so, and then\
                 the times between them do not identify t and gamma; HierarchicalParetoNbd is the model. And 4 more
                """, HierarchicalBayesExample::main);
    }

    @Test
    void subscriberCovariates() {
        assertPrints("""
                hazard: channel=partner   times 0.97 [0.71, 1.32]
                hazard: channel=referral  times 0.66 [0.48, 0.91]
                hazard: channel=search    times 1.81 [1.41, 2.32]
                hazard: channel=social    times 2.73 [2.12, 3.51]
                all alike: p 7.7e-28
                organic   59 % stay a year, worth USD 488 [436, 546] at 29 a month
                partner   60 % stay a year, worth USD 496 [438, 562] at 29 a month
                referral  69 % stay a year, worth USD 599 [535, 672] at 29 a month
                search    42 % stay a year, worth USD 343 [308, 382] at 29 a month
                social    30 % stay a year, worth USD 260 [228, 295] at 29 a month
                """, SubscriberCovariatesExample::main);
    }

    private static void assertPrints(String expected, Consumer<String[]> main) {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            main.accept(new String[0]);
        } finally {
            System.setOut(out);
        }
        assertEquals(expected, printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
    }
}

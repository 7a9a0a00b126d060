package org.customerequity.examples;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;
import org.customerequity.history.CalibrationSplit;
import org.customerequity.history.DataException;
import org.customerequity.history.HistorySummary;
import org.customerequity.history.PartialSummary;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.history.policy.RefundPolicy;

/**
 * The transactions of a file, summed up by customer.
 *
 * @param rows what was read
 * @param until the end of observation
 * @param summary every customer, until the end of observation
 * @param split the same, cut at the end of the calibration, where one was asked for
 * @param log all purchases, where a model was asked for that may need the times between them or single amounts
 * @param price the amount of every order, zeros and refunds aside, where that is always the same
 */
record Transactions(
        TransactionFile.Rows rows,
        LocalDate until,
        HistorySummary summary,
        Optional<CalibrationSplit> split,
        Optional<PurchaseLog> log,
        OptionalDouble price) {

    PurchaseHistories histories() {
        return log.map(PurchaseLog::histories).orElseGet(summary::histories);
    }

    /** What was known at the end of the calibration. */
    PurchaseHistories calibration(LocalDate calibrateUntil) {
        return log.map(all -> all.histories(calibrateUntil))
                .orElseGet(() -> split.orElseThrow().calibration());
    }

    /**
     * Reads a file once, or twice where only the file knows when observation ended.
     *
     * @throws Refusal if it cannot be used
     */
    static Transactions read(Source source, Arguments arguments, Progress progress) {
        TransactionFile file = new TransactionFile(source, arguments.columns(), arguments.skipBadRows(), progress);
        boolean refunds = arguments.refunds() != RefundPolicy.REJECT;
        String currency = arguments.currency().getCurrencyCode();
        LocalDate until = arguments
                .until()
                .orElseGet(() -> file.read(
                                new TransactionFile.Limits(LocalDate.MAX, refunds, currency),
                                (line, customer, date, amount) -> {})
                        .lastDate());
        arguments.calibrateUntil().ifPresent(day -> Arguments.checkCalibration(day, until));
        arguments.checkFrom(until);

        TransactionSummarizer wholeFile =
                TransactionSummarizer.per(arguments.unit()).until(until);
        PartialSummary partial = arguments
                .from()
                .map(wholeFile::from)
                .orElse(wholeFile)
                .withRefunds(arguments.refunds())
                .withZeroValues(arguments.zeroValues())
                .withCurrency(arguments.currency())
                .partial();
        double[] range = {Double.POSITIVE_INFINITY, 0};
        TransactionFile.Rows rows =
                file.read(new TransactionFile.Limits(until, refunds, currency), (line, customer, date, amount) -> {
                    partial.add(customer, (int) date.toEpochDay(), amount);
                    if (amount > 0) {
                        range[0] = Math.min(range[0], amount);
                        range[1] = Math.max(range[1], amount);
                    }
                });
        progress.report("summing up " + source.name());
        try {
            Transactions all = new Transactions(
                    rows,
                    until,
                    partial.toSummary(),
                    arguments.calibrateUntil().map(partial::toSplit),
                    arguments.isGiven(Option.MODEL) || arguments.spending() == Spending.LOG_NORMAL
                            ? Optional.of(partial.toLog())
                            : Optional.empty(),
                    range[0] == range[1] ? OptionalDouble.of(range[0]) : OptionalDouble.empty());
            checkEnough(source, all.summary.histories(), "");
            all.split.ifPresent(split -> checkEnough(
                    source,
                    split.calibration(),
                    " until " + arguments.calibrateUntil().orElseThrow()));
            return all;
        } catch (DataException e) {
            throw arguments.refunds() == RefundPolicy.NET_DAY ? excessiveRefund(source, file, e) : unusable(source, e);
        } catch (IllegalArgumentException e) {
            throw unusable(source, e);
        }
    }

    /** A purchase model needs customers who came back. */
    private static void checkEnough(Source source, PurchaseHistories histories, String when) {
        if (histories.size() < 2) {
            throw Refusal.ofData(source.name() + ": must have at least 2 customers" + when + ", had " + histories.size()
                    + " (the models describe how customers differ)");
        }
        for (int i = 0; i < histories.size(); i++) {
            if (histories.frequency(i) > 0) {
                return;
            }
        }
        throw Refusal.ofData(source.name() + ": must have customers who bought on more than one day" + when
                + ", had none" + " (the models learn from repeat purchases)");
    }

    /** Of all rows together: amounts that add up to more than a double holds. */
    private static Refusal unusable(Source source, IllegalArgumentException cause) {
        return Refusal.ofData(source.name() + ": " + cause.getMessage());
    }

    /** Reads the file again to say on which line the refund is that was too large for its day. */
    private static Refusal excessiveRefund(Source source, TransactionFile file, DataException cause) {
        long[] refundLine = {0};
        double[] bought = {0};
        double[] refunded = {0};
        file.read(TransactionFile.Limits.NONE, (line, customer, date, amount) -> {
            if (customer.equals(cause.customer()) && date.equals(cause.date())) {
                bought[0] += Math.max(0, amount);
                refunded[0] += Math.max(0, -amount);
                refundLine[0] = amount < 0 ? line : refundLine[0];
            }
        });
        if (!(refunded[0] > bought[0])) {
            return unusable(source, cause);
        }
        return Refusal.ofData(source.name() + " line " + refundLine[0] + ": refunds of customer "
                + Text.quote(cause.customer()) + " on " + cause.date() + " must be at most the purchases of that day, "
                + Text.number(bought[0], 2) + ", were " + Text.number(refunded[0], 2)
                + " (--refunds net-customer takes them from earlier days too, ignore leaves them out)");
    }
}

package org.customerequity.examples;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.time.LocalDate;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.customerequity.history.contract.Contract;
import org.customerequity.history.contract.ContractLog;
import org.customerequity.history.contract.ContractLogBuilder;
import org.customerequity.history.contract.Ending;
import org.customerequity.value.PeriodUnit;

/** A CSV file with one contract a row, read as a stream; a row that cannot be used is an error that says where it is. */
final class ContractFile {
    /** Where customers came from of whom the file does not say it. */
    static final String UNKNOWN = "(unknown)";

    private static final List<String> NEEDED = List.of("customer", "start", "end", "price");

    /**
     * What was read.
     *
     * @param log of all contracts
     * @param channels where each customer came from, by that of the first contract
     * @param rows how many, and what was left out
     */
    record Contracts(ContractLog log, Map<String, String> channels, CsvFile.Rows rows) {
        String channel(int row) {
            return channels.getOrDefault(log.ids().get(row), UNKNOWN);
        }
    }

    private record Origin(LocalDate start, String channel) {}

    private final CsvFile file;
    private final LocalDate until;
    private final ContractLogBuilder log;
    private final Map<String, Origin> origins = new HashMap<>();
    private final Set<Contract> seen = new HashSet<>();
    private List<String> header = List.of();

    ContractFile(Source source, LocalDate until, Currency currency, boolean skipBadRows, Progress progress) {
        this.file = new CsvFile(source, skipBadRows, progress);
        this.until = until;
        this.log = ContractLog.per(PeriodUnit.MONTH).withCurrency(currency).builder();
    }

    /**
     * All usable rows.
     *
     * @throws Refusal if the file cannot be read, or a row cannot be used and bad rows are not to be skipped
     */
    Contracts read() {
        CsvFile.Rows rows = file.read(NEEDED, this::header, this::row);
        Map<String, String> channels = new HashMap<>();
        origins.forEach((customer, origin) -> channels.put(customer, origin.channel()));
        try {
            return new Contracts(log.build(), channels, rows);
        } catch (IllegalArgumentException e) {
            throw Refusal.ofData(file.name() + ": " + e.getMessage());
        }
    }

    private void header(List<String> found) {
        NEEDED.forEach(name -> file.column(name, found, ""));
        file.requireOnce("reason", found);
        file.requireOnce("channel", found);
        header = found;
    }

    private String field(CsvRecord row, String name) {
        int column = header.indexOf(name);
        return column < 0 ? "" : file.field(row, column, name);
    }

    private void row(CsvRecord row) {
        String customer = field(row, "customer");
        if (customer.isEmpty()) {
            throw file.bad(row, "customer", "must not be blank", customer);
        }
        LocalDate start = file.date(row, "start", field(row, "start"));
        if (start.isAfter(until)) {
            throw file.bad(row, "start", "must not be after --until " + until, field(row, "start"));
        }
        double price = file.decimal(row, "price", "must be a decimal number such as 29.00", field(row, "price"));
        if (price < 0) {
            throw file.bad(row, "price", "must not be negative", field(row, "price"));
        }
        Contract contract = contract(row, customer, start, price);
        if (!seen.add(contract)) {
            throw file.bad(row, "customer", "must not have the same contract twice", customer);
        }
        log.add(contract);
        String channel = field(row, "channel");
        Origin origin = new Origin(start, channel.isEmpty() ? UNKNOWN : channel);
        origins.merge(customer, origin, (a, b) -> b.start().isBefore(a.start()) ? b : a);
    }

    private Contract contract(CsvRecord row, String customer, LocalDate start, double price) {
        String end = field(row, "end");
        if (end.isEmpty()) {
            return Contract.active(customer, start, price);
        }
        LocalDate day = file.date(row, "end", end);
        if (!day.isAfter(start)) {
            throw file.bad(row, "end", "must be after the start, the first day without the contract", end);
        }
        return Contract.ended(customer, start, day, price, ending(row));
    }

    private Ending ending(CsvRecord row) {
        String reason = field(row, "reason");
        return switch (reason.toLowerCase(Locale.ROOT)) {
            case "" -> Ending.UNKNOWN;
            case "voluntary" -> Ending.VOLUNTARY;
            case "involuntary" -> Ending.INVOLUNTARY;
            default -> throw file.bad(row, "reason", "must be voluntary, involuntary or empty", reason);
        };
    }
}

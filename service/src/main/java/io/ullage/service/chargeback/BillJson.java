package io.ullage.service.chargeback;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ullage.service.output.OutputOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/** A bill as one JSON object. */
final class BillJson {
    private BillJson() {}

    static void print(ShownBill shown, By by, PrintWriter out) throws IOException {
        Bill bill = shown.bill();
        try (JsonGenerator json = OutputOptions.json(out)) {
            json.writeStartObject();
            json.writeStringField("month", bill.month().month().toString());
            json.writeStringField("timeZone", bill.month().zone().getId());
            json.writeStringField("from", bill.month().start().toString());
            json.writeStringField("until", bill.until().toString());
            json.writeNumberField("gibMonthSeconds", bill.gibMonthSeconds());
            json.writeStringField("state", shown.state());
            ClosedMonth closed = shown.closed();
            if (closed != null) {
                json.writeNumberField("revision", closed.revision());
                json.writeStringField("closedAt", closed.closedAt().toString());
                if (closed.reason() != null) {
                    json.writeStringField("reason", closed.reason());
                }
            }
            json.writeArrayFieldStart("totals");
            for (Map.Entry<Currency, BigDecimal> total : bill.totals().entrySet()) {
                json.writeStartObject();
                json.writeStringField("currency", total.getKey().getCurrencyCode());
                json.writeFieldName("cost");
                json.writeNumber(total.getValue().toPlainString());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeFieldName("rows");
            BillListing.of(by).writeJson(json, BillRow.of(bill, by));
            List<BillDifference> pending = shown.pending();
            if (pending != null) {
                json.writeFieldName("pending");
                BillDifference.listing().writeJson(json, pending);
            }
            json.writeEndObject();
        }
        out.append('\n');
        out.flush();
    }
}

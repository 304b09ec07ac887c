package io.ullage.service.chargeback;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.chargeback.focus.FocusQuantity;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** What leaves the house: HTML that no name can break, FOCUS quantities that multiply. */
class BillPageTest {

    @Test
    void namesAreTextAndNothingComesFromElsewhere() {
        StringBuilder tenants = new StringBuilder();
        for (long seed = 0; seed < 10; seed++) {
            ShownBill shown = new ShownBill(billOfBadNames(new MadeUpMonth(seed)), null, null);
            for (By by : By.values()) {
                StringWriter out = new StringWriter();
                BillPage.print(shown, by, new PrintWriter(out));
                String html = out.toString();
                assertThat(html).startsWith("<!doctype html>").endsWith("</html>\n");
                assertThat(html).doesNotContain("<script").doesNotContain("<b>").doesNotContain("http");
                assertThat(tags(html)).as("every table, row and cell is closed").isEmpty();
                tenants.append(by == By.TENANT ? html : "");
            }
        }
        assertThat(tenants).contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;co&quot;");
    }

    private static Bill billOfBadNames(MadeUpMonth made) {
        Ownership owners = new Ownership();
        for (int machine = 0; machine < 4; machine++) {
            owners.say("m" + machine, 0, "<b>x</b>", "<script>alert('1')</script> & \"co\"", null);
        }
        Meter meter = new Meter(
                made.month.start(),
                made.month.end(),
                MadeUpMonth.CARRY_SECONDS,
                1,
                Biller.cuts(made.card),
                owners,
                made.cycles(),
                made.attributed);
        made.readings.forEach(meter::read);
        return made.biller(made.card).bill(meter.finish());
    }

    /** Of tags that stand open at the end. */
    private static List<String> tags(String html) {
        List<String> open = new ArrayList<>();
        Matcher tag = Pattern.compile("<(/?)([a-z0-9]+)[^>]*>").matcher(html);
        while (tag.find()) {
            if (tag.group(1).isEmpty()) {
                if (!tag.group(2).equals("meta")) {
                    open.add(tag.group(2));
                }
            } else {
                assertThat(open.remove(open.size() - 1)).isEqualTo(tag.group(2));
            }
        }
        return open;
    }

    @Property(tries = 1000)
    void quantitiesMultiplyInDecimalsAndInBinary(
            @ForAll @LongRange(min = 0, max = 1L << 60) long quantity,
            @ForAll @LongRange(min = 0, max = 999_999_999L) long price,
            @ForAll @IntRange(max = 100) int percent) {
        BigDecimal exact = BigDecimal.valueOf(quantity, 15);
        BigDecimal list = BigDecimal.valueOf(price, 9);
        BigDecimal contracted = list.multiply(BigDecimal.valueOf(100 - percent, 2));
        FocusQuantity priced = FocusQuantity.of(exact, list, contracted);
        assertThat(priced.listCost()).isEqualByComparingTo(list.multiply(priced.quantity()));
        assertThat(priced.contractedCost()).isEqualByComparingTo(contracted.multiply(priced.quantity()));
        assertThat(list.doubleValue() * priced.quantity().doubleValue())
                .isEqualTo(priced.listCost().doubleValue());
        assertThat(contracted.doubleValue() * priced.quantity().doubleValue())
                .isEqualTo(priced.contractedCost().doubleValue());
        assertThat(priced.quantity().subtract(exact).abs()).isLessThan(new BigDecimal("0.000000001"));
    }
}

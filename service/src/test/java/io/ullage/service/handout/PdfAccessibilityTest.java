package io.ullage.service.handout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** The PDF held to PDF/UA-1 (ISO 14289-1), as far as a machine can tell, by <a href="https://verapdf.org/">veraPDF</a>. */
class PdfAccessibilityTest {
    @BeforeAll
    static void initialise() {
        VeraGreenfieldFoundryProvider.initialise();
    }

    @Test
    void everyRuleIsKept() throws Exception {
        assertThat(failures(EstatePage.of(MadeUpEstate.with(MadeUpEstate.bill()), MadeUpEstate.VIENNA)))
                .isEmpty();
        assertThat(failures(EstatePage.of(MadeUpEstate.with(null), MadeUpEstate.VIENNA)))
                .as("without a bill")
                .isEmpty();
    }

    /** Items that stand in a line are what openhtmltopdf leaves untagged; a document without a title is wrong, too. */
    @Test
    void whatIsWrongIsFound() throws Exception {
        String page = """
                <html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head>
                <style>body { font-family: 'Liberation Sans'; } li { display: inline-block; }</style></head>
                <body><h1>A list</h1><ul><li>one</li><li>two</li></ul></body></html>
                """;
        assertThat(failures(page))
                .anyMatch(failure -> failure.startsWith("7.1-3 "))
                .anyMatch(failure -> failure.startsWith("7.1-9 "));
    }

    /** Such as {@code 7.1-3 Content shall be marked …}: clause, test, and what it wants. */
    private static List<String> failures(String html) throws Exception {
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        PdfDocument.write(html, pdf);
        try (PDFAParser parser = Foundries.defaultInstance()
                        .createParser(new ByteArrayInputStream(pdf.toByteArray()), PDFAFlavour.PDFUA_1);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFUA_1, false)) {
            return validator.validate(parser).getTestAssertions().stream()
                    .filter(assertion -> assertion.getStatus() == TestAssertion.Status.FAILED)
                    .map(assertion -> assertion.getRuleId().getClause() + "-"
                            + assertion.getRuleId().getTestNumber() + " " + assertion.getMessage())
                    .distinct()
                    .toList();
        }
    }
}

package io.ullage.service.handout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.ledger.LedgerClass;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** The document as HTML and as PDF, of an estate that is made up. */
class EstatePageTest {
    private static final String PAGE = EstatePage.of(MadeUpEstate.with(MadeUpEstate.bill()), MadeUpEstate.VIENNA);
    private static final HtmlDocument READ = HtmlDocument.parse(PAGE);

    @Test
    void nothingComesFromElsewhere() {
        READ.requireSelfContained();
        assertThat(PAGE).doesNotContain("<script").contains("&lt;script&gt;alert");
    }

    @Test
    void everyPlotSaysWhatItShows() {
        List<Element> plots = READ.elements("svg");
        assertThat(plots).hasSize(7);
        for (Element plot : plots) {
            String id = plot.getAttribute("id");
            assertThat(plot.getAttribute("role")).isEqualTo("img");
            assertThat(plot.getAttribute("aria-labelledby")).isEqualTo(id + "-title " + id + "-desc");
            assertThat(HtmlDocument.text(plot, "title")).isNotBlank();
            assertThat(HtmlDocument.text(plot, "desc")).isNotBlank();
            assertThat(plot.getElementsByTagName("path").getLength()
                            + plot.getElementsByTagName("rect").getLength())
                    .as("shapes of %s", id)
                    .isGreaterThan(8);
        }
        assertThat(READ.ids()).doesNotHaveDuplicates();
    }

    @Test
    void coloursAreThoseOfTheClassesAndNeverAlone() {
        String ledger = PAGE.substring(PAGE.indexOf("id=\"ledger\""), PAGE.indexOf("</svg>"));
        for (LedgerClass one : LedgerClass.values()) {
            String rgb = Palette.of(one).getRed() + "," + Palette.of(one).getGreen() + ","
                    + Palette.of(one).getBlue();
            assertThat(ledger.replace(" ", "")).as(one.name()).contains("rgb(" + rgb + ")");
            assertThat(READ.text())
                    .contains(one.name().toLowerCase(java.util.Locale.ROOT))
                    .contains(one.meaning());
        }
    }

    @Test
    void figuresTimesAndBoundsAreThere() {
        assertThat(READ.text())
                .contains("22 November 2026, 21:00 (Europe/Vienna)")
                .contains("The newest reading is of 22 November 2026, 20:59.")
                .contains("96.0 GiB")
                .contains("15.6 %")
                .contains("9.0 GiB to 15.0 GiB")
                .contains("6 disks of 8 use less than a fifth of what they were given, 51.0 GiB in all.")
                .contains("12 actions would return 162 GiB to the pools")
                .contains("in 10 to 40 days")
                .contains("10 / 20 / 40")
                .contains("30 / – / –")
                .contains("12 Dec 2026")
                .contains("1,244.50 EUR, of it 617.25 for what is provisioned and not in use")
                .contains("Unmetered: 3 h of 1 volume");
    }

    @Test
    void whatNobodyKnowsIsADash() {
        assertThat(READ.row("p (h2:p)"))
                .containsExactly("p (h2:p)", "1", "–", "–", "–", "8.0 GiB", "–", "1.0 GiB", "1.0 GiB");
        assertThat(READ.row("(no machine)")).endsWith("–", "–", "–");
        assertThat(READ.text()).contains("guests hold –; nobody looks into 2 disks");
    }

    @Test
    void tenActionsAndNoMoreEachWithItsCommand() {
        assertThat(READ.text())
                .contains("host h1: fstrim --verbose /mnt/10")
                .doesNotContain("/mnt/11")
                .contains("No command is known for this platform");
        assertThat(READ.row("2. trim"))
                .containsExactly("2. trim", "disk2", "–", "18.0 GiB", "18.0 GiB", "18.0 GiB", "–", "low", "high");
    }

    @Test
    void withoutPricesItSaysHowToGetThem() {
        HtmlDocument page = HtmlDocument.parse(EstatePage.of(MadeUpEstate.with(null), MadeUpEstate.VIENNA));
        assertThat(page.text()).contains("ullage chargeback rates > rates.yaml").contains("--rates rates.yaml");
        assertThat(page.elements("svg")).hasSize(6);
    }

    @Test
    void pdfIsTaggedItsFontsAreInsideAndItsPagesNumbered() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PdfDocument.write(PAGE, out);
        try (PDDocument pdf = Loader.loadPDF(out.toByteArray())) {
            int pages = pdf.getNumberOfPages();
            assertThat(pages).isBetween(4, 9);
            String text = new PDFTextStripper().getText(pdf);
            assertThat(text)
                    .contains("Where every byte is")
                    .contains("1,244.50 EUR")
                    .contains("Page 1 of " + pages)
                    .contains("Page " + pages + " of " + pages)
                    .doesNotContain("#");
            assertThat(pdf.getDocumentInformation().getTitle()).isEqualTo("Storage estate, 22 Nov 2026");
            assertThat(pdf.getDocumentCatalog().getLanguage()).isEqualTo("en");
            assertThat(pdf.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
            assertThat(pdf.getDocumentCatalog().getStructureTreeRoot()).isNotNull();
            TreeSet<String> families = new TreeSet<>();
            for (PDPage page : pdf.getPages()) {
                for (COSName name : page.getResources().getFontNames()) {
                    PDFont font = page.getResources().getFont(name);
                    assertThat(font.isEmbedded()).as(font.getName()).isTrue();
                    families.add(font.getName().replaceFirst("^[A-Z]{6}\\+", ""));
                }
            }
            assertThat(families).contains("LiberationSans", "LiberationSans-Bold", "LiberationMono");
        }
    }
}

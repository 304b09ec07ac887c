package io.ullage.service.handout;

import com.openhtmltopdf.extend.FSSupplier;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FSFontUseCase;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.svgsupport.BatikSVGDrawer;
import com.openhtmltopdf.util.XRLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.util.EnumSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** HTML of this package as PDF: tagged for screen readers, its fonts inside, its pages numbered. */
final class PdfDocument {
    private PdfDocument() {}

    static void write(String html, OutputStream out) throws IOException {
        XRLog.setLoggingEnabled(false);
        PdfRendererBuilder builder = new PdfRendererBuilder();
        for (Typeface face : Typeface.values()) {
            FSSupplier<InputStream> open = face::open;
            builder.useFont(
                    open,
                    face.family(),
                    face.weight(),
                    FontStyle.NORMAL,
                    true,
                    EnumSet.of(FSFontUseCase.DOCUMENT, FSFontUseCase.SVG));
        }
        builder.useSVGDrawer(new BatikSVGDrawer());
        builder.usePdfUaAccessibility(true);
        // Nothing is fetched, whatever a name might say.
        builder.useUriResolver((base, uri) -> uri.startsWith("#") ? uri : null);
        builder.withProducer("Ullage");
        builder.withW3cDocument(described(parse(html)), "");
        builder.toStream(out);
        builder.run();
    }

    /** HTML has no {@code alt} on a plot, PDF/UA takes it from there. */
    private static Document described(Document document) {
        NodeList plots = document.getElementsByTagName("svg");
        for (int i = 0; i < plots.getLength(); i++) {
            Element plot = (Element) plots.item(i);
            plot.setAttribute("alt", text(plot, "title") + ". " + text(plot, "desc"));
        }
        return document;
    }

    private static String text(Element plot, String name) {
        return plot.getElementsByTagName(name).item(0).getTextContent();
    }

    private static Document parse(String html) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("the document is not well-formed", e);
        }
    }
}

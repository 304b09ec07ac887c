package io.ullage.service.handout;

import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.io.StringWriter;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.dom.GenericDOMImplementation;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.apache.batik.svggen.SVGSyntax;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** A plot as an element of HTML that says in words what it shows. */
final class SvgPlot {
    private static final String SVG = "http://www.w3.org/2000/svg";

    private SvgPlot() {}

    /**
     * @param id unique in the document, letters and digits
     * @param title what it is
     * @param description what a reader sees in it
     */
    static String draw(JFreeChart chart, int width, int height, String id, String title, String description) {
        Document document = GenericDOMImplementation.getDOMImplementation().createDocument(SVG, "svg", null);
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setComment(null);
        // Clips are named by id, and there are several plots in one document.
        context.setIDGenerator(new SVGIDGenerator() {
            @Override
            public String generateID(String prefix) {
                return id + "-" + super.generateID(prefix);
            }
        });
        // Letters as shapes: the widths that the plot was laid out with hold whatever fonts its reader has.
        SVGGraphics2D graphics = new SVGGraphics2D(context, true);
        graphics.setSVGCanvasSize(new Dimension(width, height));
        chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
        Element root = graphics.getRoot();
        root.setAttributeNS(null, "id", id);
        root.setAttributeNS(null, "viewBox", "0 0 " + width + " " + height);
        root.setAttributeNS(null, "role", "img");
        root.setAttributeNS(null, "aria-labelledby", id + "-title " + id + "-desc");
        NodeList definitions = root.getElementsByTagNameNS(SVG, "defs");
        for (int i = 0; i < definitions.getLength(); i++) {
            Element one = (Element) definitions.item(i);
            if (one.getAttribute("id").equals(SVGSyntax.ID_PREFIX_GENERIC_DEFS)) {
                one.setAttributeNS(null, "id", id + "-" + SVGSyntax.ID_PREFIX_GENERIC_DEFS);
            }
        }
        Node first = root.getFirstChild();
        root.insertBefore(text(document, "title", id + "-title", title), first);
        root.insertBefore(text(document, "desc", id + "-desc", description), first);
        return write(root);
    }

    private static Element text(Document document, String name, String id, String text) {
        Element element = document.createElementNS(SVG, name);
        element.setAttributeNS(null, "id", id);
        element.appendChild(document.createTextNode(text));
        return element;
    }

    private static String write(Element root) {
        try {
            Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter out = new StringWriter();
            transformer.transform(new DOMSource(root), new StreamResult(out));
            return out.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
    }
}

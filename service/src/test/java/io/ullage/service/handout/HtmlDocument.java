package io.ullage.service.handout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A page as a strict parser reads it. */
record HtmlDocument(Document document) {
    private static final Pattern ADDRESS = Pattern.compile("(?i)(https?:|ftp:|file:|//|data:|javascript:|@import)");

    static HtmlDocument parse(String html) {
        try {
            return new HtmlDocument(DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(html))));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError("not well-formed", e);
        }
    }

    List<Element> elements(String name) {
        NodeList found = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    static String text(Element parent, String name) {
        return parent.getElementsByTagName(name).item(0).getTextContent();
    }

    String text() {
        return elements("body")
                .get(0)
                .getTextContent()
                .replaceAll("\\s+", " ")
                .replace(" ,", ",")
                .replace(" .", ".");
    }

    List<String> ids() {
        return elements("*").stream()
                .filter(element -> element.hasAttribute("id"))
                .map(element -> element.getAttribute("id"))
                .toList();
    }

    /** The cells of the row that its first cell names. */
    List<String> row(String name) {
        for (Element row : elements("tr")) {
            List<String> cells = new ArrayList<>();
            for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNextSibling()) {
                if (cell instanceof Element) {
                    cells.add(cell.getTextContent()
                            .replaceAll("[\\s\u00A0]+", " ")
                            .strip());
                }
            }
            if (cells.get(0).equals(name)) {
                return cells;
            }
        }
        throw new AssertionError("no row is called " + name);
    }

    /** No element that fetches, no attribute and no style with an address but names of namespaces and what is in the page itself. */
    void requireSelfContained() {
        for (Element element : elements("*")) {
            assertThat(element.getTagName())
                    .isNotIn(
                            "script", "link", "img", "iframe", "object", "embed", "base", "video", "audio", "form",
                            "a");
            NamedNodeMap attributes = element.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                Attr attribute = (Attr) attributes.item(i);
                if (attribute.getName().startsWith("xmlns")) {
                    continue;
                }
                assertThat(attribute.getName()).doesNotStartWith("on").isNotIn("src", "href", "srcset", "action");
                if (!attribute.getName().startsWith("aria-")) {
                    assertThat(ADDRESS.matcher(attribute.getValue()).find())
                            .as("%s of %s", attribute, element.getTagName())
                            .isFalse();
                }
                assertThat(attribute.getValue().replace("url(#", "")).doesNotContain("url(");
            }
            if (element.getTagName().equals("style")) {
                assertThat(element.getTextContent()).doesNotContain("url(").doesNotContain("@import");
            }
        }
    }
}

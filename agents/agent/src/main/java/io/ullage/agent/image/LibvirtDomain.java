package io.ullage.agent.image;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.telemetry.Attachment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * The disks of one libvirt domain.
 *
 * @param uuid SMBIOS system UUID that the machine sees
 * @param disks by path of the topmost image
 */
record LibvirtDomain(String uuid, Map<Path, Attachment> disks) {
    private static final int MAX_BYTES = 4 << 20;

    static LibvirtDomain parse(byte[] xml) throws IOException {
        if (xml.length > MAX_BYTES) {
            throw new IOException("domain: must have at most " + MAX_BYTES + " bytes, was " + xml.length);
        }
        Element domain = document(xml).getDocumentElement();
        if (!domain.getTagName().equals("domain")) {
            throw new IOException("domain: must be the root element, was " + domain.getTagName());
        }
        String uuid = machineId(domain);
        Map<Path, Attachment> disks = new LinkedHashMap<>();
        for (Element devices : Children.of(domain, "devices")) {
            for (Element disk : Children.of(devices, "disk")) {
                Path path = path(disk);
                if (path != null) {
                    disks.put(path, attachment(uuid, disk));
                }
            }
        }
        return new LibvirtDomain(uuid, Map.copyOf(disks));
    }

    /** {@code sysinfo} may give the machine another UUID than the domain has; the guest sees that one. */
    private static String machineId(Element domain) throws IOException {
        String uuid = Children.text(domain, "uuid");
        for (Element sysinfo : Children.of(domain, "sysinfo")) {
            for (Element system : Children.of(sysinfo, "system")) {
                for (Element entry : Children.of(system, "entry")) {
                    if (entry.getAttribute("name").equals("uuid")) {
                        uuid = entry.getTextContent().strip();
                    }
                }
            }
        }
        if (uuid == null || uuid.isEmpty()) {
            throw new IOException("domain.uuid: must be present, was absent");
        }
        return uuid.toLowerCase(Locale.ROOT);
    }

    /** Null for a disk that is no file or block device of this host, and for drives without a medium. */
    private static @Nullable Path path(Element disk) {
        String device = disk.getAttribute("device");
        if (!device.isEmpty() && !device.equals("disk") && !device.equals("lun")) {
            return null;
        }
        for (Element source : Children.of(disk, "source")) {
            String file = source.hasAttribute("file") ? source.getAttribute("file") : source.getAttribute("dev");
            try {
                if (file.startsWith("/")) {
                    return Path.of(file);
                }
            } catch (InvalidPathException e) {
                return null;
            }
        }
        return null;
    }

    private static Attachment attachment(String uuid, Element disk) throws IOException {
        String wwn = Children.text(disk, "wwn");
        try {
            return new Attachment(
                    uuid,
                    Children.text(disk, "serial"),
                    wwn == null ? null : wwn.toLowerCase(Locale.ROOT).replaceFirst("^0x", ""),
                    busAddress(disk));
        } catch (InvalidFieldException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * As udev in the guest would call it: {@code pci-0000:04:00.0}. Only for virtio-blk, whose PCI address is its own; behind a
     * controller the guest counts buses as it likes.
     */
    private static @Nullable String busAddress(Element disk) {
        for (Element address : Children.of(disk, "address")) {
            if (address.getAttribute("type").equals("pci")) {
                try {
                    return "pci-%04x:%02x:%02x.%x"
                            .formatted(
                                    Integer.decode(address.getAttribute("domain")),
                                    Integer.decode(address.getAttribute("bus")),
                                    Integer.decode(address.getAttribute("slot")),
                                    Integer.decode(address.getAttribute("function")));
                } catch (NumberFormatException e) {
                    return null;
                }
            }
        }
        return null;
    }

    /** No document type, so no entities: nothing is fetched and nothing grows. */
    private static Document document(byte[] xml) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            return builder.parse(new ByteArrayInputStream(xml));
        } catch (SAXException e) {
            throw new IOException("domain: must be well-formed XML without a document type, " + e.getMessage(), e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's own parser knows these features", e);
        }
    }

    /** The parser would otherwise write to standard error. */
    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException exception) {}

        @Override
        public void error(SAXParseException exception) throws SAXException {
            throw exception;
        }

        @Override
        public void fatalError(SAXParseException exception) throws SAXException {
            throw exception;
        }
    }

    /** Direct children only: a backing chain has {@code source} elements of its own further down. */
    private static final class Children {
        private Children() {}

        static List<Element> of(Element parent, String name) {
            List<Element> children = new ArrayList<>();
            for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
                if (node instanceof Element element && element.getTagName().equals(name)) {
                    children.add(element);
                }
            }
            return children;
        }

        static @Nullable String text(Element parent, String name) {
            for (Element child : of(parent, name)) {
                String text = child.getTextContent().strip();
                return text.isEmpty() ? null : text;
            }
            return null;
        }
    }
}

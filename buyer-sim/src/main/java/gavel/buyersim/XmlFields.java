package gavel.buyersim;

import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the texts of a few elements out of an XML document and checks the rest of it on the way. Confined to one
 * parse; a document that isn't XML, or has a document type, is an {@link IllegalArgumentException}.
 *
 * <p>The reader is the JDK's and not the server's, so that both can't misread the same thing in the same way.
 */
final class XmlFields {
    private static final int MAX_DEPTH = 64;
    private final XMLStreamReader xml;
    private final String[][] paths;
    private final String[] values;
    private final String[] names = new String[MAX_DEPTH];
    private final StringBuilder text = new StringBuilder();
    private int depth;
    private boolean isLeaf;

    private XmlFields(final XMLStreamReader xml, final String[][] paths) {
        this.xml = xml;
        this.paths = paths;
        this.values = new String[paths.length];
    }

    /**
     * The texts of the elements at {@code paths}, from the children of the root down, in their order; null for what is
     * absent or has elements in it.
     */
    static String[] read(final String document, final String[]... paths) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(document));
            try {
                XmlFields reader = new XmlFields(xml, paths);
                while (xml.hasNext()) {
                    reader.onEvent(xml.next());
                }
                return reader.values;
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException("not XML: line " + e.getLocation().getLineNumber() + ", column "
                + e.getLocation().getColumnNumber(), e);
        }
    }

    private void onEvent(final int event) {
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> {
                if (depth == MAX_DEPTH) {
                    throw new IllegalArgumentException("more than " + MAX_DEPTH + " levels deep");
                }
                names[depth++] = xml.getLocalName();
                text.setLength(0);
                isLeaf = true;
            }
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                text.append(xml.getText());
            case XMLStreamConstants.END_ELEMENT -> {
                if (isLeaf) {
                    keep();
                }
                depth--;
                isLeaf = false;
            }
            case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                throw new IllegalArgumentException("a document type or an entity of one");
            default -> {
                // Comments and instructions say nothing of a lead.
            }
        }
    }

    private void keep() {
        for (int i = 0; i < paths.length; i++) {
            boolean isHere = paths[i].length == depth - 1;
            for (int level = 0; isHere && level < paths[i].length; level++) {
                isHere = paths[i][level].equals(names[level + 1]);
            }
            if (isHere) {
                values[i] = text.toString().trim();
            }
        }
    }
}

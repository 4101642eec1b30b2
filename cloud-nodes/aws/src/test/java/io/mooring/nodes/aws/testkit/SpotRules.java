package io.mooring.nodes.aws.testkit;

import io.mooring.nodes.testkit.Answer;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/// What EC2 tells of spot instances that it takes back; moto knows no reason but their owner's
/// will. Guarded by its [Ec2Rules].
final class SpotRules {

    private static final String REQUEST = "sir-12345678";

    /// The reason of each instance that was taken back, and which will be.
    private final Map<String, String> taken = new HashMap<>();

    private final Set<String> noticed = new HashSet<>();

    void take(String instance) {
        taken.put(instance, "Server.SpotInstanceTermination");
    }

    void notice(String instance) {
        noticed.add(instance);
    }

    /// How instances look once EC2 has had its way with some of them.
    Answer shown(Answer described) {
        if ((taken.isEmpty() && noticed.isEmpty()) || !described.isSuccess()) {
            return described;
        }
        try {
            Document document =
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new InputSource(new StringReader(described.body())));
            NodeList ids = document.getElementsByTagName("instanceId");
            for (int i = 0; i < ids.getLength(); i++) {
                String id = ids.item(i).getTextContent();
                var instance = (Element) ids.item(i).getParentNode();
                if (taken.containsKey(id)) {
                    Element reason = fresh(instance, "stateReason");
                    fresh(reason, "code").setTextContent(taken.get(id));
                    fresh(reason, "message")
                            .setTextContent(taken.get(id) + ": Spot instance termination");
                }
                if (noticed.contains(id)) {
                    fresh(instance, "spotInstanceRequestId").setTextContent(REQUEST + id);
                }
            }
            var text = new StringWriter();
            TransformerFactory.newInstance()
                    .newTransformer()
                    .transform(new DOMSource(document), new StreamResult(text));
            return Answer.of(described.status(), "text/xml", text.toString());
        } catch (Exception e) {
            throw new AssertionError("reading " + described.body(), e);
        }
    }

    private static Element fresh(Element parent, String name) {
        NodeList old = parent.getChildNodes();
        for (int i = old.getLength() - 1; i >= 0; i--) {
            if (old.item(i).getNodeName().equals(name)) {
                parent.removeChild(old.item(i));
            }
        }
        return (Element) parent.appendChild(parent.getOwnerDocument().createElement(name));
    }
}

package io.mooring.nodes.aws.testkit;

import io.mooring.nodes.testkit.Answer;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/// What EC2 tells of instances that it takes away; moto knows no reason but their owner's will.
/// Guarded by its [Ec2Rules].
final class SpotRules {

    private static final String REQUEST = "sir-12345678";

    /// The reason of each instance that was taken back, and which will be.
    private final Map<String, String> taken = new HashMap<>();

    /// When it was decided to take the instance back.
    private final Map<String, Instant> noticed = new TreeMap<>();

    private final List<Event> events = new ArrayList<>();

    private record Event(String instance, String code, String description, Instant notBefore) {}

    void take(String instance) {
        taken.put(instance, "Server.SpotInstanceTermination");
    }

    void notice(String instance, Instant now) {
        noticed.put(instance, now);
    }

    void schedule(String instance, String code, String description, Instant notBefore) {
        events.add(new Event(instance, code, description, notBefore));
    }

    /// The requests of the instances that are asked for, and will be taken back.
    Answer requests(ApiCall call) {
        return items(
                "DescribeSpotInstanceRequests",
                "spotInstanceRequestSet",
                noticed.entrySet().stream()
                        .filter(it -> call.parameters().containsValue(it.getKey()))
                        .map(it ->
                                """
                                <item><spotInstanceRequestId>sir-%1$s</spotInstanceRequestId><state>active</state><instanceId>%1$s</instanceId><status><code>marked-for-termination</code><updateTime>%2$s</updateTime><message>Your Spot instance is marked for termination.</message></status></item>
                                """
                                        .formatted(it.getKey(), it.getValue())));
    }

    /// The states of the instances that have events of the codes that are asked for.
    Answer statuses(ApiCall call) {
        return items(
                "DescribeInstanceStatus",
                "instanceStatusSet",
                events.stream()
                        .filter(it -> call.parameters().containsValue(it.code()))
                        .map(it ->
                                """
                                <item><instanceId>%s</instanceId><instanceState><code>16</code><name>running</name></instanceState><eventsSet><item><instanceEventId>instance-event-0d59937288b749b32</instanceEventId><code>%s</code><description>%s</description><notBefore>%s</notBefore></item></eventsSet></item>
                                """
                                        .formatted(
                                                it.instance(),
                                                it.code(),
                                                it.description(),
                                                it.notBefore())));
    }

    private static Answer items(String action, String set, Stream<String> items) {
        return Answer.of(
                200,
                "text/xml",
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <%1$sResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>test</requestId><%2$s>%3$s</%2$s></%1$sResponse>
                """
                        .formatted(action, set, items.collect(Collectors.joining())));
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
                if (noticed.containsKey(id)) {
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

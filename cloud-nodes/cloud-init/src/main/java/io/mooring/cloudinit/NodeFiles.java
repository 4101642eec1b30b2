package io.mooring.cloudinit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The files that make a machine join, the same whatever puts them there.
///
/// @param files those that must be there before it begins; they hold the token
/// @param unit that begins it
record NodeFiles(List<File> files, File unit) {

    static final String UNIT = "mooring-node-bootstrap.service";

    /// Where programs of the machine's own are.
    static final String LOCAL = "/usr/local/sbin";

    /// Where they are on images that keep /usr read-only.
    static final String OPT = "/opt/bin";

    /// @param mode in octal digits
    record File(String path, String mode, String content) {
        @Override
        public String toString() {
            return path;
        }
    }

    NodeFiles {
        files = List.copyOf(files);
    }

    static NodeFiles of(NodeSettings settings, String directory) {
        var files = new ArrayList<File>();
        if (!settings.token().provenBy().isEmpty()) {
            files.add(
                    new File(
                            directory + "/mooring-node-identity",
                            "0700",
                            Resources.text("identity.sh")));
        }
        files.addAll(
                List.of(
                        new File(
                                directory + "/mooring-node-bootstrap",
                                "0700",
                                Resources.text("bootstrap.sh")),
                        new File("/etc/mooring/node.env", "0600", environment(settings)),
                        new File("/etc/mooring/token", "0600", settings.token().reveal() + "\n")));
        return new NodeFiles(
                files,
                new File(
                        "/etc/systemd/system/" + UNIT,
                        "0644",
                        Resources.text(UNIT).replace(LOCAL, directory)));
    }

    private static String environment(NodeSettings settings) {
        var kubelet = settings.kubelet();
        var values = new LinkedHashMap<String, String>();
        values.put("MOORING_HOST", settings.endpoint().host());
        values.put("MOORING_PORT", Integer.toString(settings.endpoint().port()));
        values.put("MOORING_CA_HASH", settings.caHash().text());
        values.put("MOORING_NODE_NAME", settings.nodeName());
        values.put("MOORING_NODE_IP", settings.nodeIp());
        values.put("MOORING_NODE_LABELS", NodeLabels.flag(settings.labels()));
        values.put(
                "MOORING_NODE_TAINTS",
                String.join(",", settings.taints().stream().map(Taint::flag).toList()));
        values.put(
                "MOORING_NODE_KUBELET_ARGS",
                Shell.words(
                        kubelet.extraArgs().entrySet().stream()
                                .map(it -> "--" + it.getKey() + "=" + it.getValue())
                                .sorted()
                                .toList()));
        values.put("MOORING_NODE_PRE_JOIN", Shell.words(kubelet.preJoinCommands()));
        values.put("MOORING_NODE_POST_JOIN", Shell.words(kubelet.postJoinCommands()));
        if (!settings.token().provenBy().isEmpty()) {
            values.put("MOORING_IDENTITY", settings.token().provenBy());
        }
        values.put("MOORING_PROXY", settings.site().proxy());
        values.put("MOORING_DEADLINE_SECONDS", Long.toString(settings.deadline().toSeconds()));
        return Shell.assignments(values);
    }
}

package io.mooring.api;

/// The kubeconfig that is handed out.
final class KubeConfigRules implements Rule {
    @Override
    public void check(Check check) {
        var export = check.config().exportKubeConfig();
        boolean single =
                !export.secret().name().isEmpty() || !export.secret().namespace().isEmpty();
        check.require(
                !single || export.additionalSecrets().isEmpty(),
                "exportKubeConfig.secret",
                "cannot be set together with exportKubeConfig.additionalSecrets; move it there");
        server(check, "exportKubeConfig.server", export.server());
        for (int i = 0; i < export.additionalSecrets().size(); i++) {
            var secret = export.additionalSecrets().get(i);
            var at = Path.item("exportKubeConfig.additionalSecrets", i);
            check.require(
                    !secret.name().isEmpty() || !secret.namespace().isEmpty(),
                    at,
                    "must have a name, a namespace, or both");
            server(check, at + ".server", secret.server());
        }
    }

    private static void server(Check check, String path, String server) {
        check.require(
                server.isEmpty() || Grammar.isHttpUrl(server),
                path,
                "must be a URL like https://cp.example.com:443, but is \"" + server + '"');
    }
}

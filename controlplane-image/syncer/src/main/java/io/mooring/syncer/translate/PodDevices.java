package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import java.util.Map;
import java.util.Optional;

/// The devices that a pod claims: its claims go over as they are there, and so do those that the
/// tenant's controllers make of a template for it, once they say which.
final class PodDevices {
    private static final String TEMPLATE = "resourceClaimTemplateName";
    private static final String CLAIM = "resourceClaimName";

    private PodDevices() {}

    static void translate(PodScope pod) {
        var claims = Tree.maps(pod.spec(), "resourceClaims");
        if (!pod.settings().kinds().contains(ResourceClaimTranslator.KIND)) {
            pod.findings()
                    .refuseIf(
                            !claims.isEmpty(),
                            "spec.resourceClaims: resource claims are not synced");
            return;
        }
        for (var claim : claims) {
            if (claim.remove(TEMPLATE) != null) {
                made(pod, claim);
            }
            pod.rename(claim, CLAIM);
        }
    }

    private static void made(PodScope pod, Map<String, Object> claim) {
        var name = Tree.text(claim, "name");
        if (!pod.settings().has(Feature.CLAIM_TEMPLATES)) {
            pod.findings()
                    .refuse(
                            "spec.resourceClaims "
                                    + name
                                    + ": templates of resource claims are not synced; name a claim");
            return;
        }
        var made = madeFor(pod.tenant(), name);
        if (made.isEmpty()) {
            pod.findings().await("the claim " + name + " has not been made of its template yet");
        }
        made.ifPresent(found -> claim.put(CLAIM, found));
    }

    private static Optional<String> madeFor(KubeObject pod, String name) {
        return pod.maps("status", "resourceClaimStatuses").stream()
                .filter(status -> Tree.text(status, "name").equals(name))
                .map(status -> Tree.text(status, CLAIM))
                .filter(found -> !found.isEmpty())
                .findFirst();
    }
}

package io.mooring.nodes.aws;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.Digest;
import io.mooring.nodes.Gathered;
import io.mooring.nodes.Holding;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.Pace;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/// Launch templates that carry our mark. A machine has one, under a name that is made of it, while
/// it is launched by a fleet: whoever finds it there knows that an earlier launch got so far.
final class Templates {

    static final String KIND = "launch template";

    private static final String FIRST = "1";
    private static final int PAGE = 200;
    private static final int AT_ONCE = 95;
    private static final int DIGEST_BYTES = 20;

    private final Ec2Api api;
    private final Pace pace;
    private final Tags tags;
    private final Gathered<MachineId, LaunchTemplate> ofMachines =
            new Gathered<>("looking for a launch template of", AT_ONCE, this::ofAll);

    Templates(Ec2Api api, Pace pace, Tags tags) {
        this.api = api;
        this.pace = pace;
        this.tags = tags;
    }

    /// A version of the template of that id.
    record Version(String template, String number) {}

    /// What the machine is to be launched from: its template, of which there is a version more if
    /// it was there.
    Version of(MachineId id, RequestLaunchTemplateData data, Map<String, String> given) {
        try {
            return create(id, data, given);
        } catch (Refused e) {
            if (!(e.refusal() instanceof Refusal.AlreadyThere)) {
                throw e;
            }
        }
        try {
            return again(id, data);
        } catch (Refused e) {
            if (!(e.refusal() instanceof Refusal.NotThere)) {
                throw e;
            }
        }
        return create(id, data, given);
    }

    private Version create(
            MachineId id, RequestLaunchTemplateData data, Map<String, String> given) {
        var marked =
                TagSpecification.builder()
                        .resourceType(ResourceType.LAUNCH_TEMPLATE)
                        .tags(tags.of(id, given))
                        .build();
        String token = token(id);
        LaunchTemplate made =
                api.change(
                                "launching machine " + id,
                                ec2 ->
                                        ec2.createLaunchTemplate(request ->
                                                request.launchTemplateName(name(id))
                                                        .clientToken(token)
                                                        .launchTemplateData(data)
                                                        .tagSpecifications(marked)))
                        .launchTemplate();
        return new Version(made.launchTemplateId(), FIRST);
    }

    private Version again(MachineId id, RequestLaunchTemplateData data) {
        String token = token(id);
        LaunchTemplateVersion made =
                api.change(
                                "launching machine " + id,
                                ec2 ->
                                        ec2.createLaunchTemplateVersion(request ->
                                                request.launchTemplateName(name(id))
                                                        .clientToken(token)
                                                        .launchTemplateData(data)))
                        .launchTemplateVersion();
        return new Version(made.launchTemplateId(), "" + made.versionNumber());
    }

    private String name(MachineId id) {
        return "mooring-" + Digest.hex(DIGEST_BYTES, tags.owner(), id);
    }

    /// Of this attempt alone: a template of this name that was deleted is not to be had again.
    private String token(MachineId id) {
        return Digest.hex(DIGEST_BYTES, tags.owner(), id, pace.now().toString());
    }

    boolean isThere(MachineId id) {
        return !ofMachines.of(id).isEmpty();
    }

    /// Whether the machine had one, which is gone now.
    boolean remove(MachineId id) {
        List<LaunchTemplate> there = ofMachines.of(id);
        there.forEach(it -> delete(it.launchTemplateId()));
        return !there.isEmpty();
    }

    /// Deletes that one, if it still carries our mark.
    boolean remove(MachineId id, String template) {
        return ofMachines.of(id).stream().anyMatch(it -> it.launchTemplateId().equals(template))
                && delete(template);
    }

    boolean delete(String template) {
        try {
            api.change(
                    "deleting launch template " + template,
                    ec2 -> ec2.deleteLaunchTemplate(request -> request.launchTemplateId(template)));
            return true;
        } catch (Refused e) {
            if (e.refusal() instanceof Refusal.NotThere) {
                return false;
            }
            throw e;
        }
    }

    List<Holding> ofCluster(String cluster) {
        return find("launch templates of " + cluster, tags.ofCluster(cluster)).stream()
                .flatMap(it ->
                        tags.machine(it.tags()).stream()
                                .map(id ->
                                        new Holding(
                                                KIND, it.launchTemplateId(), id, it.createTime())))
                .toList();
    }

    private Map<MachineId, List<LaunchTemplate>> ofAll(List<MachineId> ids) {
        return find("launch templates of " + ids, tags.ofMachines(ids)).stream()
                .filter(it -> tags.machine(it.tags()).isPresent())
                .collect(Collectors.groupingBy(it -> tags.machine(it.tags()).orElseThrow()));
    }

    private List<LaunchTemplate> find(String what, List<Filter> filters) {
        var found = new ArrayList<LaunchTemplate>();
        String token = null;
        try {
            do {
                var request =
                        DescribeLaunchTemplatesRequest.builder()
                                .filters(filters)
                                .maxResults(PAGE)
                                .nextToken(token)
                                .build();
                DescribeLaunchTemplatesResponse page =
                        api.look(
                                "looking for " + what, ec2 -> ec2.describeLaunchTemplates(request));
                found.addAll(page.launchTemplates());
                token = page.nextToken();
            } while (token != null && !token.isEmpty());
        } catch (Refused e) {
            // who never launches a fleet needs no rights to templates, and has none
            if (!(e.refusal() instanceof Refusal.BadField(String field, _))
                    || !field.equals(CreateOutcome.BadConfiguration.CREDENTIALS)) {
                throw e;
            }
        }
        return found;
    }
}

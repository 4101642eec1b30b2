package io.mooring.nodes.aws;

import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import io.mooring.nodes.aws.AwsSettings.ImageChoice;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;

/// Finds the image that the settings mean. Thread-safe.
final class Images {

    private final Ec2Api api;
    private final UnaryOperator<String> parameters;
    private final ImageChoice choice;
    private final ConcurrentHashMap<String, Image> known = new ConcurrentHashMap<>();

    /// @param parameters reads a parameter of the Systems Manager
    Images(Ec2Api api, UnaryOperator<String> parameters, ImageChoice choice) {
        this.api = api;
        this.parameters = parameters;
        this.choice = choice;
    }

    /// @param rootDevice the name of the device that the image boots from
    record Image(String id, String architecture, String rootDevice, OptionalInt rootGibibytes) {

        static Image of(software.amazon.awssdk.services.ec2.model.Image image) {
            return new Image(
                    image.imageId(),
                    image.architectureAsString(),
                    image.rootDeviceName(),
                    image.blockDeviceMappings().stream()
                            .filter(it -> it.deviceName().equals(image.rootDeviceName()))
                            .filter(it -> it.ebs() != null && it.ebs().volumeSize() != null)
                            .mapToInt(it -> it.ebs().volumeSize())
                            .findFirst());
        }
    }

    /// The image for machines of that architecture, `x86_64` or `arm64`.
    ///
    /// @param type for which type of instance, for the message
    Image of(String architecture, String type) {
        Image kept = known.get(architecture);
        if (kept == null) {
            kept = find(architecture);
            known.put(architecture, kept);
        }
        if (!kept.architecture().equals(architecture)) {
            throw new Refused(
                    "choosing the image",
                    new Refusal.BadField(
                            field(),
                            "means image %s, which is for %s; instance type %s is %s"
                                    .formatted(
                                            kept.id(), kept.architecture(), type, architecture)));
        }
        return kept;
    }

    private String field() {
        return switch (choice) {
            case ImageChoice.ById _ -> "image.id";
            case ImageChoice.ByParameter _ -> "image.ssmParameter";
            case ImageChoice.ByName _ -> "image.name";
        };
    }

    private Image find(String architecture) {
        return switch (choice) {
            case ImageChoice.ById(String id) -> byId(id);
            case ImageChoice.ByParameter(String parameter) ->
                    byId(parameters.apply(fill(parameter, architecture)));
            case ImageChoice.ByName(String pattern, List<String> owners) ->
                    byName(fill(pattern, architecture), owners, architecture);
        };
    }

    private static String fill(String name, String architecture) {
        return name.replace("{arch}", architecture)
                .replace("{debArch}", architecture.equals("x86_64") ? "amd64" : architecture);
    }

    private Image byId(String id) {
        var request = DescribeImagesRequest.builder().imageIds(id).build();
        return newest(request, "is image " + id + ", which cannot be found or used in this region");
    }

    private Image byName(String pattern, List<String> owners, String architecture) {
        var request =
                DescribeImagesRequest.builder()
                        .owners(owners)
                        .filters(
                                filter("name", pattern),
                                filter("architecture", architecture),
                                filter("state", "available"))
                        .build();
        return newest(
                request,
                "matches no image of %s for %s: %s".formatted(owners, architecture, pattern));
    }

    private Image newest(DescribeImagesRequest request, String otherwise) {
        var attempt = "looking up the image";
        try {
            return api.look(attempt, ec2 -> ec2.describeImages(request)).images().stream()
                    .max(Comparator.comparing(Images::made).thenComparing(it -> it.imageId()))
                    .map(Image::of)
                    .orElseThrow(
                            () -> new Refused(attempt, new Refusal.BadField(field(), otherwise)));
        } catch (Refused e) {
            if (e.refusal() instanceof Refusal.BadField(String blamed, String message)
                    && blamed.startsWith("image")) {
                throw new Refused(attempt, new Refusal.BadField(field(), message), e);
            }
            throw e;
        }
    }

    private static String made(software.amazon.awssdk.services.ec2.model.Image image) {
        return image.creationDate() == null ? "" : image.creationDate();
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}

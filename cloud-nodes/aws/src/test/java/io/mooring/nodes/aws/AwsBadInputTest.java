package io.mooring.nodes.aws;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.testkit.CloudBadInputContract;
import java.util.List;
import java.util.Map;

final class AwsBadInputTest extends CloudBadInputContract<Ec2> {

    private static final String NONE = "0123456789abcdef0";
    private static final List<String> KEYS = List.of("aws.accessKeyId", "aws.secretAccessKey");

    @Override
    protected Ec2 make() {
        return new Ec2();
    }

    @Override
    protected List<Row> rows(Wrong wrong) {
        return switch (wrong) {
            case NETWORK ->
                    List.of(
                            row("subnets[0]", NONE, "subnets", List.of("subnet-" + NONE)),
                            // moto may name the other one
                            refused(
                                    "DescribeSubnets",
                                    "subnets[1]",
                                    NONE,
                                    400,
                                    "InvalidSubnetID.NotFound",
                                    "The subnet ID 'subnet-%s' does not exist".formatted(NONE),
                                    "subnets",
                                    List.of(subnet(), "subnet-" + NONE)),
                            row(
                                    "subnetTags",
                                    "match no subnet",
                                    "subnetTags",
                                    Map.of("no", "such")),
                            row("securityGroups[0]", NONE, "securityGroups", List.of("sg-" + NONE)),
                            refused(
                                    "RunInstances",
                                    "securityGroups[0]",
                                    "different networks",
                                    400,
                                    "InvalidParameter",
                                    "Security group %s and subnet %s belong to different networks."
                                            .formatted(group(), subnet()),
                                    "securityGroups",
                                    List.of(group())));
            case IMAGE ->
                    List.of(
                            row("image.id", NONE, "image", Map.of("id", "ami-" + NONE)),
                            row(
                                    "image.name",
                                    "no such",
                                    "image",
                                    Map.of("name", "no such", "owners", List.of("self"))),
                            row(
                                    "image.ssmParameter",
                                    "/no/such",
                                    "image",
                                    Map.of("ssmParameter", "/no/such")));
            case USER_DATA ->
                    List.of(
                            tooLong("EC2 takes 16384", 40_000),
                            new Row(
                                    "userData",
                                    "is 20001 bytes of Ignition, which is not to be compressed",
                                    () ->
                                            cloud.open()
                                                    .create(
                                                            cloud.request(
                                                                    "one",
                                                                    "{" + "a".repeat(20_000)))));
            case RIGHTS ->
                    List.of(
                            refused(
                                    "RunInstances",
                                    "credentials",
                                    "User: arn:aws:iam::111111111111:user/ops is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:eu-central-1:111111111111:instance/* because no identity-based policy allows the ec2:RunInstances action. (UnauthorizedOperation)",
                                    403,
                                    "UnauthorizedOperation",
                                    "You are not authorized to perform this operation. User: arn:aws:iam::111111111111:user/ops is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:eu-central-1:111111111111:instance/* because no identity-based policy allows the ec2:RunInstances action. Encoded authorization failure message: "
                                            + "x".repeat(1_000)),
                            refused(
                                    "RunInstances",
                                    "instanceProfile",
                                    "iam:PassRole",
                                    403,
                                    "UnauthorizedOperation",
                                    "You are not authorized to perform this operation. User: arn:aws:iam::111111111111:user/ops is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111111111111:role/nodes"),
                            refused(
                                    "DescribeInstances",
                                    "credentials",
                                    "ec2:DescribeInstances",
                                    403,
                                    "UnauthorizedOperation",
                                    "You are not authorized to perform: ec2:DescribeInstances"));
            case CREDENTIALS ->
                    List.of(
                            new Row(
                                    "credentials",
                                    "there are no AWS credentials: set AWS_PROFILE, or",
                                    this::withoutAny),
                            refused(
                                    "RunInstances",
                                    "credentials",
                                    "AWS does not accept the credentials",
                                    401,
                                    "AuthFailure",
                                    "AWS was not able to validate the provided access credentials"),
                            row("profile", "\"no-such-profile\"", "profile", "no-such-profile"));
        };
    }

    private Row refused(
            String action,
            String field,
            String says,
            int status,
            String code,
            String message,
            Object... changes) {
        return new Row(
                field,
                says,
                () -> {
                    cloud.proxy.refuse(it -> it.is(action), 1, status, code, message);
                    return create(changes);
                });
    }

    /// As on a machine that is none of EC2, where nobody has signed in.
    private CreateOutcome withoutAny() {
        String home = System.getProperty("user.home");
        var kept = KEYS.stream().map(System::getProperty).toList();
        KEYS.forEach(System::clearProperty);
        System.setProperty("aws.disableEc2Metadata", "true");
        System.setProperty("user.home", "/nonexistent");
        try {
            return create();
        } finally {
            for (int i = 0; i < KEYS.size(); i++) {
                System.setProperty(KEYS.get(i), kept.get(i));
            }
            System.clearProperty("aws.disableEc2Metadata");
            System.setProperty("user.home", home);
        }
    }

    private String subnet() {
        return cloud.client.describeSubnets().subnets().getFirst().subnetId();
    }

    private String group() {
        return cloud.client.describeSecurityGroups().securityGroups().getFirst().groupId();
    }
}

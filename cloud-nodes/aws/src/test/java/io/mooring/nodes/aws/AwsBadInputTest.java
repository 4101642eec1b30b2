package io.mooring.nodes.aws;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.testkit.BadInputContract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.util.List;
import java.util.Map;

final class AwsBadInputTest extends BadInputContract {

    private static final String NONE = "0123456789abcdef0";
    private static final List<String> KEYS = List.of("aws.accessKeyId", "aws.secretAccessKey");

    private Ec2 ec2;

    @BeforeEach
    void open() {
        ec2 = new Ec2();
    }

    @AfterEach
    void close() {
        ec2.close();
    }

    @Override
    protected List<String> left() {
        return ec2.there("one");
    }

    @Override
    protected List<Row> rows(Wrong wrong) {
        return switch (wrong) {
            case NETWORK ->
                    List.of(
                            row("subnets[0]", NONE, "subnets", List.of("subnet-" + NONE)),
                            row("subnets[1]", NONE, "subnets", List.of(subnet(), "subnet-" + NONE)),
                            row("subnetTags", "match no subnet", "subnetTags", Map.of("no", "such")),
                            row("securityGroups[0]", NONE, "securityGroups", List.of("sg-" + NONE)),
                            refused(
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
                    List.of(new Row(
                            "userData",
                            "EC2 takes 16384",
                            () ->
                                    ec2.open()
                                            .create(ec2.request("one", incompressible(40_000)))));
            case RIGHTS ->
                    List.of(
                            refused(
                                    "credentials",
                                    "User: arn:aws:iam::111111111111:user/ops is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:eu-central-1:111111111111:instance/* because no identity-based policy allows the ec2:RunInstances action. (UnauthorizedOperation)",
                                    403,
                                    "UnauthorizedOperation",
                                    "You are not authorized to perform this operation. User: arn:aws:iam::111111111111:user/ops is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:eu-central-1:111111111111:instance/* because no identity-based policy allows the ec2:RunInstances action. Encoded authorization failure message: "
                                            + "x".repeat(1_000)),
                            refused(
                                    "instanceProfile",
                                    "iam:PassRole",
                                    403,
                                    "UnauthorizedOperation",
                                    "You are not authorized to perform this operation. User: arn:aws:iam::111111111111:user/ops is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111111111111:role/nodes"),
                            new Row(
                                    "credentials",
                                    "ec2:DescribeInstances",
                                    () -> {
                                        ec2.proxy.refuse(
                                                it -> it.is("DescribeInstances"),
                                                1,
                                                403,
                                                "UnauthorizedOperation",
                                                "You are not authorized to perform: ec2:DescribeInstances");
                                        return ec2.open().create(ec2.request("one"));
                                    }));
            case CREDENTIALS ->
                    List.of(
                            new Row(
                                    "credentials",
                                    "there are no AWS credentials: set AWS_PROFILE, or",
                                    this::withoutAny),
                            refused(
                                    "credentials",
                                    "AWS does not accept the credentials",
                                    401,
                                    "AuthFailure",
                                    "AWS was not able to validate the provided access credentials"),
                            row("profile", "\"no-such-profile\"", "profile", "no-such-profile"));
        };
    }

    private Row row(String field, String says, Object... changes) {
        return new Row(field, says, () -> ec2.open(changes).create(ec2.request("one")));
    }

    private Row refused(
            String field, String says, int status, String code, String message, Object... changes) {
        return new Row(
                field,
                says,
                () -> {
                    ec2.proxy.refuse(it -> it.is("RunInstances"), 1, status, code, message);
                    return ec2.open(changes).create(ec2.request("one"));
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
            return ec2.open().create(ec2.request("one"));
        } finally {
            for (int i = 0; i < KEYS.size(); i++) {
                System.setProperty(KEYS.get(i), kept.get(i));
            }
            System.clearProperty("aws.disableEc2Metadata");
            System.setProperty("user.home", home);
        }
    }

    private String subnet() {
        return ec2.client.describeSubnets().subnets().getFirst().subnetId();
    }

    private String group() {
        return ec2.client.describeSecurityGroups().securityGroups().getFirst().groupId();
    }
}

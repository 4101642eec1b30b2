package io.mooring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `mooring autoscaler` as a person meets it.
final class AutoscalerCommandTest {

    /// Three pods of 1 CPU; a machine for two of them costs 0.1, and one pod asks for what no
    /// machine has.
    private static final String WORKLOAD =
            """
            {"format": "node-workload/v1", "name": "three",
             "instanceTypes": [{"name": "small", "capacity": {"cpu": "2", "memory": "4Gi", "pods": "9"},
               "allocatable": {"cpu": "2", "memory": "4Gi", "pods": "9"}, "labels": {},
               "offerings": [{"zone": "a", "capacityType": "on-demand", "price": 0.1}]}],
             "nodePools": [{"name": "p"}],
             "podTemplates": [{"requests": {"cpu": "1"}}, {"requests": {"cpu": "3"}}],
             "pods": [0, 0, 0, 1]}
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path directory = Path.of("");

    @Test
    void aSolvedWorkloadIsSummedUpInALineAndWrittenToItsFiles() throws IOException {
        Path result = directory.resolve("result.json");
        Path explained = directory.resolve("why.json");

        int code =
                mooring(
                        "solve",
                        "--workload",
                        workload(WORKLOAD).toString(),
                        "--out",
                        result.toString(),
                        "--explain",
                        explained.toString());

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out)
                .hasToString(
                        "three: pods 4 unplaced 1 nodes 2 price 0.2000 lowerBound 0.1500"
                                + " price/lowerBound 1.333\n");
        assertThat(result)
                .content()
                .contains("\"unplaced\":[3]")
                .contains("\"instanceType\":\"small\"");
        assertThat(explained).content().contains("3000 asked for, 2000 at most left");
    }

    @Test
    void theSameWorkloadGivesTheSameBytes() throws IOException {
        Path first = directory.resolve("first.json");
        Path second = directory.resolve("second.json");
        String workload = workload(WORKLOAD).toString();

        mooring("solve", "--workload", workload, "--out", first.toString());
        mooring("solve", "--workload", workload, "--out", second.toString());

        assertThat(first).hasSameBinaryContentAs(second);
    }

    @Test
    void theSummaryIsJsonWhereAsked() throws IOException {
        mooring(
                "solve",
                "--workload",
                workload(WORKLOAD).toString(),
                "--out",
                directory.resolve("result.json").toString(),
                "--output",
                "json");

        assertThat(out.toString()).contains("\"unplaced\" : 1").contains("\"price\" : 0.2");
    }

    @Test
    void aPlanSaysWhatComesAndGoesAndWhatItCosts() throws IOException {
        String cluster =
                WORKLOAD.replace("[0, 0, 0, 1]", "[]")
                        .replace(
                                "\"nodePools\"",
                                """
                                "existingNodes": [{"name": "idle", "nodePool": "p", "instanceType": "small",
                                  "price": 0.1, "allocatable": {"cpu": "2", "memory": "4Gi", "pods": "9"}}],
                                "nodePools\"\
                                """);

        int code = mooring("plan", "--workload", workload(cluster).toString());

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out)
                .hasToString(
                        """
                        ACTION  NODE  POOL  TYPE   ZONE  CAPACITY  PRICE  WHY
                        remove  idle  p     small                  0.1    no pod needs it
                        0.1000 dollars an hour now, 0.0000 then
                        """);
    }

    @Test
    void aPlanIsJsonWhereAsked() throws IOException {
        mooring("plan", "--workload", workload(WORKLOAD).toString(), "--output", "json");

        assertThat(out.toString())
                .contains("\"action\" : \"launch\"")
                .contains("\"priceThen\" : 0.2")
                .contains("default/pod-00003: no machine can be had for it (resources)");
    }

    @Test
    void aWorkloadThatCannotBeReadSaysWhere() throws IOException {
        String broken = WORKLOAD.replace("\"cpu\": \"3\"", "\"cpu\": \"much\"");
        Path file = workload(broken);

        int code = mooring("solve", "--workload", file.toString(), "--out", directory + "/r.json");

        assertThat(code).isEqualTo(1);
        assertThat(err)
                .hasToString(
                        "mooring autoscaler solve: reading %s: podTemplates[1].requests: cpu: 'much' is no quantity\n"
                                .formatted(file));
        assertThat(directory.resolve("r.json")).doesNotExist();
    }

    @Test
    void aWorkloadThatIsNotThereIsNamed() {
        int code = mooring("solve", "--workload", directory + "/none", "--out", directory + "/r");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("mooring autoscaler solve: reading " + directory + "/none: ");
    }

    private Path workload(String json) throws IOException {
        return Files.writeString(directory.resolve("workload.json"), json);
    }

    private int mooring(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "autoscaler";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Main.commandLine(all)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}

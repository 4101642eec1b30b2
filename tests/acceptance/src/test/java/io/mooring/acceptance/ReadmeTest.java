package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The programs that the README shows, taken from it and planned by the real engine.
@Order(15)
final class ReadmeTest {

    private static final String CLASS = "Readme";

    @TempDir Path directory;

    @Test
    void theTenLinesOfJavaAreNoMoreThanTenAndDeclareAClusterWithANode() throws IOException {
        String lines = block("java");
        var project = new PulumiProject(directory, "readme-java");
        PulumiProject.writeJava(directory, jar(lines));

        String plan = project.preview().succeeded();

        assertThat(lines.lines().toList()).hasSizeLessThanOrEqualTo(10);
        assertThat(plan).contains(planned()).contains("kubeconfig");
    }

    @Test
    void theYamlDeclaresTheSame() throws IOException {
        var project = new PulumiProject(directory, "readme-yaml");
        project.program(block("yaml"));

        assertThat(project.preview().succeeded()).contains(planned());
    }

    private static List<String> planned() {
        return List.of(
                "+ mooring:index:VirtualCluster: (create)",
                "+ mooring:index:ControlPlane: (create)",
                "+ mooring:local:NodePool: (create)",
                "+ mooring:local:Node: (create)");
    }

    private static String block(String language) throws IOException {
        String readme = Files.readString(Tree.ROOT.resolve("README.md"));
        Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(readme);
        assertThat(block.find()).as("a block of " + language).isTrue();
        return block.group(1);
    }

    /// A program around the lines, compiled against the SDK, as a jar that runs.
    private Path jar(String lines) throws IOException {
        Path sdk = Tree.ROOT.resolve("examples/local/target/mooring-example-local.jar");
        Path source = Files.writeString(directory.resolve(CLASS + ".java"), program(lines));
        Path classes = Files.createDirectory(directory.resolve("classes"));
        compile(sdk, source, classes);
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, CLASS);
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, sdk.toUri().toString());
        Path jar = directory.resolve("readme.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                var out = new JarOutputStream(file, manifest)) {
            out.putNextEntry(new ZipEntry(CLASS + ".class"));
            Files.copy(classes.resolve(CLASS + ".class"), out);
        }
        return jar;
    }

    private static String program(String lines) {
        return """
        import com.pulumi.Pulumi;
        import io.mooring.pulumi.*;
        import io.mooring.pulumi.inputs.*;
        import io.mooring.pulumi.local.NodePool;
        import io.mooring.pulumi.local.NodePoolArgs;
        import java.util.Map;

        final class %s {
            public static void main(String[] arguments) {
                System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", "2");
                Pulumi.run(ctx -> {
        %s
                });
            }
        }
        """
                .formatted(CLASS, lines);
    }

    private static void compile(Path classPath, Path source, Path classes) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var said = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of(
                            "--release",
                            "17",
                            "-cp",
                            classPath.toString(),
                            "-d",
                            classes.toString());
            boolean compiled =
                    compiler.getTask(
                                    said,
                                    files,
                                    null,
                                    options,
                                    null,
                                    files.getJavaFileObjects(source))
                            .call();
            assertThat(compiled).as(said.toString()).isTrue();
        } catch (IOException e) {
            throw new AssertionError("compiling " + source, e);
        }
    }
}

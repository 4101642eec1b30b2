package io.mooring.provider.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The programs in Java that the pages below `docs` show are programs against `sdk/java`.
class JavaPagesTest {
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir Path classes;

    @Test
    void everyJavaProgramCompiles() throws Exception {
        var programs = new ArrayList<JavaFileObject>();
        for (var part : List.of("resources", "data-sources", "functions")) {
            try (var pages = Files.list(Repository.file("docs/" + part))) {
                for (var page : pages.sorted().toList()) {
                    programs(page, programs.size()).forEach(programs::add);
                }
            }
        }
        var found = new DiagnosticCollector<JavaFileObject>();
        var options =
                List.of(
                        "-proc:none",
                        "-d",
                        classes.toString(),
                        "-classpath",
                        System.getProperty("java.class.path"));

        var compiled =
                ToolProvider.getSystemJavaCompiler()
                        .getTask(null, null, found, options, null, programs)
                        .call();

        assertThat(programs).isNotEmpty();
        assertThat(compiled).as("%s", found.getDiagnostics()).isTrue();
    }

    /// Each in a package of its own, because all have the same name.
    private static Stream<JavaFileObject> programs(Path page, int number) throws IOException {
        var name = "page" + number;
        return JAVA.matcher(Files.readString(page))
                .results()
                .map(match -> "package " + name + ";\n" + match.group(1))
                .map(text -> new Program(URI.create("string:///" + name + "/App.java"), text));
    }

    private static final class Program extends SimpleJavaFileObject {
        private final String text;

        Program(URI uri, String text) {
            super(uri, Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}

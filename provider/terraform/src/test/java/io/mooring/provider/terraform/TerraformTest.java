package io.mooring.provider.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mooring.provider.core.DraftLeft;
import io.mooring.provider.core.Drafts;
import io.mooring.provider.core.LogicalName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The provider under the real `terraform`: needs the command and says so if it is not there.
class TerraformTest {
    private static final String SOURCE = "mooring.test/test/toy";

    @TempDir Path home;
    private Path notes;
    private Plugin plugin;
    private TerraformCli terraform;

    @BeforeEach
    void prepare() throws Exception {
        assumeTrue(
                TerraformCli.command().isPresent(),
                "no terraform command is on the PATH; install one to run this test");
        notes = Files.createDirectory(home.resolve("notes"));
        plugin = Plugin.startOwn(Notes::registry);
        terraform = TerraformCli.attachedTo(home, SOURCE, plugin);
    }

    @AfterEach
    void end() {
        if (plugin != null) {
            plugin.close();
        }
    }

    @Test
    void aNoteIsPlannedMadeLeftAloneChangedReplacedAndRemoved() throws Exception {
        program(note("milk", "name = \"first\""));

        var plan = terraform.run("plan").mustEndWith(0).output();
        assertThat(plan)
                .contains("toy_paper_sticky_note.a will be created")
                .containsPattern("copy_count += 1")
                .containsPattern("size += 4")
                .containsPattern("key += \\(sensitive value\\)")
                .containsPattern("pin += \\(sensitive value\\)")
                .containsPattern("id += \\(known after apply\\)")
                .doesNotContain("of-the-bank", "wax");
        assertThat(notes).isEmptyDirectory();

        terraform.run("apply", "-auto-approve").mustEndWith(0);
        assertThat(notes.resolve("first.note")).hasContent("milk");
        terraform.run("plan", "-detailed-exitcode").mustEndWith(0);

        program(note("bread", "name = \"first\""));
        assertThat(terraform.run("apply", "-auto-approve").mustEndWith(0).output())
                .contains("0 added, 1 changed, 0 destroyed")
                .containsPattern("size += 4 -> \\(known after apply\\)");
        assertThat(notes.resolve("first.note")).hasContent("bread");

        program(note("bread", "name = \"second\""));
        assertThat(terraform.run("apply", "-auto-approve").mustEndWith(0).output())
                .containsPattern("name += \"first\" -> \"second\" # forces replacement")
                .contains("1 added, 0 changed, 1 destroyed");
        assertThat(notes.resolve("first.note")).doesNotExist();

        terraform.run("destroy", "-auto-approve").mustEndWith(0);
        assertThat(notes).isEmptyDirectory();
    }

    @Test
    void whatIsWrongIsShownWhereItIs() throws Exception {
        program(note("", ""));

        assertThat(terraform.run("validate").mustEndWith(1).output())
                .contains("Error: Invalid value for text", "must not be empty")
                .containsPattern(
                        "on main.tf line \\d+, in resource \"toy_paper_sticky_note\" \"a\"");
    }

    @Test
    void aNameIsChosenOnceAndUnknownValuesReachTheirNote() throws Exception {
        program(
                note("milk", "")
                        + """
                        resource "toy_paper_sticky_note" "b" {
                          directory = "%s"
                          name      = "b"
                          text      = toy_paper_sticky_note.a.name
                          extra     = { of = toy_paper_sticky_note.a.cluster_connection.ink_color }
                        }
                        """
                                .formatted(notes));

        terraform.run("apply", "-auto-approve").mustEndWith(0);
        var name = Files.readString(notes.resolve("b.note"));
        assertThat(name).startsWith("stickynote-");
        assertThat(notes.resolve(name + ".note")).hasContent("milk");
        terraform.run("plan", "-detailed-exitcode").mustEndWith(0);
    }

    @Test
    void driftIsFoundAndWhatIsGoneIsMadeAgain() throws Exception {
        program(note("milk", "name = \"first\""));
        terraform.run("apply", "-auto-approve").mustEndWith(0);

        Files.writeString(notes.resolve("first.note"), "beer");
        assertThat(terraform.run("plan", "-detailed-exitcode").mustEndWith(2).output())
                .containsPattern("text += \"beer\" -> \"milk\"");

        Files.delete(notes.resolve("first.note"));
        assertThat(terraform.run("plan", "-detailed-exitcode").mustEndWith(2).output())
                .contains("1 to add, 0 to change, 0 to destroy");
    }

    @Test
    void aHalfMadeNoteIsKeptAndReplaced() throws Exception {
        Files.createFile(notes.resolve("broken"));
        program(note("milk", "name = \"first\""));
        assertThat(terraform.run("apply", "-auto-approve").mustEndWith(1).output())
                .contains("Error: the pen broke");

        Files.delete(notes.resolve("broken"));
        assertThat(terraform.run("apply", "-auto-approve").mustEndWith(0).output())
                .containsPattern("is tainted, so (it )?must be replaced")
                .contains("1 added, 0 changed, 1 destroyed");
    }

    @Test
    void aNoteThatIsMadeButStillSaidToBeIsKeptAndTheUserToldOfIt() throws Exception {
        record Left(LogicalName name) implements Drafts.Draft {
            @Override
            public void leave() {}

            @Override
            public void close() {
                throw new DraftLeft("saying that it is made: nobody listens", new IOException());
            }
        }
        Drafts drafts = (_, _, context) -> new Left(context.name());
        try (var other = Plugin.startOwn(() -> Notes.registry(drafts))) {
            var cli = TerraformCli.attachedTo(home, SOURCE, other);
            program(note("milk", ""));

            assertThat(cli.run("apply", "-auto-approve").mustEndWith(1).output())
                    .contains("Error: saying that it is made: nobody listens");
            assertThat(pages()).hasSize(1);
            cli.run("untaint", "toy_paper_sticky_note.a").mustEndWith(0);
            cli.run("plan", "-detailed-exitcode").mustEndWith(0);
        }
    }

    @Test
    void whatAKilledCommandWasMakingIsStoppedAndLeftToTheNextOne() throws Exception {
        record Open(LogicalName name, CountDownLatch left) implements Drafts.Draft {
            @Override
            public void leave() {
                left.countDown();
            }

            @Override
            public void close() {}
        }
        var left = new CountDownLatch(1);
        Drafts drafts = (_, _, context) -> new Open(context.name(), left);
        Files.createFile(notes.resolve("slow"));
        try (var other = Plugin.startOwn(() -> Notes.registry(drafts))) {
            program(note("milk", ""));
            var running =
                    TerraformCli.attachedTo(home, SOURCE, other).start("apply", "-auto-approve");
            await("the half-made note")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> !pages().isEmpty());

            running.process().destroyForcibly().waitFor();

            assertThat(left.await(2, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void aNoteIsImported() throws Exception {
        Files.writeString(notes.resolve("old.note"), "milk");
        program(
                """
                import {
                  to = toy_paper_sticky_note.a
                  id = "%s"
                }
                resource "toy_paper_sticky_note" "a" {
                  directory = "%s"
                  name      = "old"
                  text      = "milk"
                }
                """
                        .formatted(notes.resolve("old.note"), notes));

        assertThat(terraform.run("apply", "-auto-approve").mustEndWith(0).output())
                .contains("1 imported, 0 added");
        terraform.run("plan", "-detailed-exitcode").mustEndWith(0);
    }

    @Test
    void aStoppedRunKeepsWhatIsThereAndTheNextOneGoesOn() throws Exception {
        var slow = Files.createFile(notes.resolve("slow"));
        program(note("milk", "name = \"first\""));
        var running = terraform.start("apply", "-auto-approve");
        await("the half-made note")
                .atMost(Duration.ofMinutes(2))
                .until(() -> Files.exists(notes.resolve("first.note")));
        terraform.run("plan", "-lock=false").mustEndWith(0);

        running.interrupt();

        assertThat(running.end().mustEndWith(1).output())
                .contains("Interrupt received", "waiting for the ink to dry: stopped by the user");
        assertThat(terraform.run("state", "list").output()).contains("toy_paper_sticky_note.a");
        Files.delete(slow);
        terraform.run("apply", "-auto-approve").mustEndWith(0);
        assertThat(notes.resolve("first.note")).hasContent("milk");
        terraform.run("plan", "-detailed-exitcode").mustEndWith(0);
    }

    @Test
    void aFunctionGivesItsResultsAndSaysWhatIsWrong() throws Exception {
        program(
                """
                locals {
                  folded = provider::toy::fold_text("milk", 2, {
                    styles = [{ ink_color = "red" }, {}]
                    labels = { camelCase = "a" }
                  })
                }
                output "text" { value = local.folded.folded_text }
                output "plain" { value = provider::toy::fold_text("beer", 1).folded_text }
                """);

        terraform.run("apply", "-auto-approve").mustEndWith(0);
        assertThat(terraform.run("output").output())
                .contains(
                        "text = \"milk x2 [red, black] {camelCase=a}\"",
                        "plain = \"beer x1 [] {}\"");

        program("output \"x\" { value = provider::toy::fold_text(\"\", 1).folded_text }\n");
        assertThat(words(terraform.run("plan").mustEndWith(1)))
                .contains("folding a text: it is empty");
        program("output \"x\" { value = provider::toy::fold_text(\"a\", 1.5).folded_text }\n");
        assertThat(words(terraform.run("plan").mustEndWith(1)))
                .contains("Invalid value for \"copy_count\" parameter")
                .contains("must be a whole number, not a fraction");
    }

    @Test
    void aNoteMayTakeAsLongAsTheUserLetsItAndBecomesAPosterAndBack() throws Exception {
        var slow = Files.createFile(notes.resolve("slow"));
        program(note("milk", "name = \"first\"\ntimeouts = { create = \"1s\" }"));
        assertThat(terraform.run("apply", "-auto-approve").mustEndWith(1).output())
                .contains("waiting for the ink to dry: not ready after 1 s");
        Files.delete(slow);
        terraform.run("untaint", "toy_paper_sticky_note.a").mustEndWith(0);
        var longer = "name = \"first\"\ntimeouts = { create = \"1h\", delete = \"2m\" }";
        program(note("milk", longer));
        assertThat(terraform.run("apply", "-auto-approve").mustEndWith(0).output())
                .contains("0 added, 1 changed, 0 destroyed");

        program(
                note("milk", longer).replace("sticky_note", "poster")
                        + "moved {\n from = toy_paper_sticky_note.a\n to = toy_paper_poster.a\n}\n");
        assertThat(terraform.run("apply", "-auto-approve").mustEndWith(0).output())
                .contains("0 added, 0 changed, 0 destroyed");
        terraform.run("plan", "-detailed-exitcode").mustEndWith(0);

        program(
                note("milk", longer)
                        + "moved {\n from = toy_paper_poster.a\n to = toy_paper_sticky_note.a\n}\n");
        assertThat(terraform.run("apply", "-auto-approve").mustEndWith(0).output())
                .contains("0 added, 0 changed, 0 destroyed");
    }

    @Test
    void twoOfOneNameAreRefusedUnlessBothAreThere() throws Exception {
        var first = note("milk", "name = \"first\"");
        var second = first.replace("\"a\" {", "\"b\" {");
        program(first + second);
        assertThat(words(terraform.run("plan").mustEndWith(1)))
                .contains("Error: Invalid value for name", "is the name of another");

        program(first);
        terraform.run("apply", "-auto-approve").mustEndWith(0);
        terraform.run("plan", "-replace=toy_paper_sticky_note.a").mustEndWith(0);
        program(first + second);
        assertThat(words(terraform.run("plan").mustEndWith(1)))
                .contains("is the name of another toy_paper_sticky_note of the same style");
        program(second);
        assertThat(words(terraform.run("plan").mustEndWith(1)))
                .contains("say so with a moved block");
        program(second.replace("\"first\"", "\"second\""));
        terraform.run("apply", "-auto-approve").mustEndWith(0);
        terraform.run("destroy", "-auto-approve").mustEndWith(0);
        assertThat(notes).isEmptyDirectory();
    }

    @Test
    void aComponentIsOneResource() throws Exception {
        program(book(2));
        assertThat(terraform.run("plan").mustEndWith(0).output())
                .contains("toy_paper_book.a will be created")
                .containsPattern("page_names += \\[\\s+\\+ \"diary0-[0-9a-f]{7}\"")
                .containsPattern("parts += \\(sensitive value\\)")
                .doesNotContain("of-the-bank");

        terraform.run("apply", "-auto-approve").mustEndWith(0);
        assertThat(pages()).hasSize(2);
        terraform.run("plan", "-detailed-exitcode").mustEndWith(0);

        Files.delete(pages().getFirst());
        program(book(3));
        assertThat(terraform.run("apply", "-auto-approve").mustEndWith(0).output())
                .contains("0 added, 1 changed, 0 destroyed");
        assertThat(pages()).hasSize(3);

        Files.createFile(notes.resolve("broken"));
        program(book(4));
        terraform.run("apply", "-auto-approve").mustEndWith(1);
        Files.delete(notes.resolve("broken"));
        assertThat(terraform.run("apply", "-auto-approve").mustEndWith(0).output())
                .contains("0 added, 1 changed, 0 destroyed");
        assertThat(pages()).hasSize(4);

        terraform.run("destroy", "-auto-approve").mustEndWith(0);
        assertThat(notes).isEmptyDirectory();
    }

    @Test
    void aFunctionIsADataSourceAndAnEphemeralResource() throws Exception {
        Files.writeString(notes.resolve("old.note"), "milk");
        program(look("data", "milk"));
        terraform.run("apply", "-auto-approve").mustEndWith(0);
        assertThat(terraform.run("output").output()).contains("found = \"milk\"");
        assertThat(home.resolve("terraform.tfstate")).content().contains("key-of-it");

        program(look("ephemeral", "beer"));
        assertThat(terraform.run("apply", "-auto-approve").mustEndWith(1).output())
                .contains("says something else");
        program(look("ephemeral", "milk"));
        terraform.run("apply", "-auto-approve").mustEndWith(0);
        assertThat(home.resolve("terraform.tfstate")).content().doesNotContain("key-of-it");

        Files.delete(notes.resolve("old.note"));
        assertThat(terraform.run("plan").mustEndWith(1).output())
                .contains("Error: reading note " + notes.resolve("old.note") + ": there is none");
    }

    /// One way to look at a note, which fails where it does not say what is expected.
    private String look(String kind, String expected) {
        return """
        %1$s "toy_paper_note" "old" {
          file = "%2$s/old.note"
          lifecycle {
            postcondition {
              condition     = self.text == "%3$s"
              error_message = "It says something else."
            }
          }
        }
        %4$s
        """
                .formatted(
                        kind,
                        notes,
                        expected,
                        kind.equals("data")
                                ? "output \"found\" { value = data.toy_paper_note.old.text }"
                                : "");
    }

    private String book(int pages) {
        return """
        variable "pages" { default = %d }
        resource "toy_paper_book" "a" {
          name      = "diary"
          directory = "%s"
          text      = "milk"
          pin       = "of-the-bank"
          pages     = var.pages
        }
        """
                .formatted(pages, notes);
    }

    private List<Path> pages() throws IOException {
        try (var files = Files.list(notes)) {
            return files.filter(file -> file.toString().endsWith(".note")).sorted().toList();
        }
    }

    /// What was printed, without the frame and the line ends in it.
    private static String words(TerraformCli.Run run) {
        return run.output().replaceAll("[\\s│╷╵]+", " ");
    }

    private String note(String text, String more) {
        return """
        resource "toy_paper_sticky_note" "a" {
          directory = "%s"
          text      = "%s"
          pin       = "of-the-bank"
          labels    = { "a.b/c" = "d" }
          style     = { paper = "blue", seal = "wax" }
          styles    = [{ ink_color = "red" }, {}]
          extra     = { list = tolist(["x", "y"]), flag = true, deep = { n = 1.5 } }
          %s
        }
        """
                .formatted(notes, text, more);
    }

    private void program(String body) throws IOException {
        Files.writeString(
                home.resolve("main.tf"),
                """
                terraform {
                  required_providers {
                    toy = { source = "%s" }
                  }
                }
                """
                                .formatted(SOURCE)
                        + body);
    }
}

package io.mooring.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.mooring.architecture.ModuleTable.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.mooring");

    private static final Map<String, List<String>> ADAPTERS =
            Map.ofEntries(
                    Map.entry("io.fabric8..", List.of("io.mooring.kube")),
                    Map.entry("org.bouncycastle..", List.of("io.mooring.pki")),
                    Map.entry(
                            "io.netty..",
                            List.of(
                                    "io.mooring.tunnel",
                                    "io.mooring.etcd",
                                    "io.mooring.bootstrap")),
                    Map.entry(
                            "io.grpc..",
                            List.of("io.mooring.provider.pulumi", "io.mooring.provider.terraform")),
                    Map.entry("pulumirpc..", List.of("io.mooring.provider.pulumi")),
                    Map.entry("tfplugin6..", List.of("io.mooring.provider.terraform")),
                    Map.entry(
                            "software.amazon..",
                            List.of("io.mooring.nodes.aws", "io.mooring.snapshot.s3")),
                    Map.entry("com.azure..", List.of("io.mooring.nodes.azure")),
                    Map.entry("com.google.cloud..", List.of("io.mooring.nodes.gcp")),
                    Map.entry("com.google.api..", List.of("io.mooring.nodes.gcp")),
                    Map.entry("com.google.auth..", List.of("io.mooring.nodes.gcp")),
                    Map.entry("org.apache.sshd..", List.of("io.mooring.ssh")),
                    Map.entry("picocli..", List.of("io.mooring.cli")));

    @Test
    void theTableNamesEveryPackageThereIs() throws IOException {
        List<String> known = ModuleTable.read().rows().stream().map(Row::packageName).toList();

        assertThat(CLASSES)
                .isNotEmpty()
                .allSatisfy(type ->
                        assertThat(known)
                                .as(type.getName())
                                .anyMatch(p -> within(p, type.getPackageName())));
    }

    @Test
    void aModuleUsesOnlyTheModulesItsRowNames() throws IOException {
        List<String> all = ModuleTable.read().rows().stream().map(Row::packageName).toList();

        for (Row row : ModuleTable.read().rows()) {
            List<String> forbidden = new ArrayList<>(all);
            forbidden.remove(row.packageName());
            forbidden.removeAll(row.mayUse());
            noClasses()
                    .that(inModule(row.packageName(), all))
                    .should()
                    .dependOnClassesThat(inAnyModule(forbidden, all))
                    .because("ARCHITECTURE.md allows " + row.directory() + " only " + row.mayUse())
                    .check(CLASSES);
        }
    }

    @Test
    void anOutsideLibraryAppearsInItsAdapterOnly() {
        ADAPTERS.forEach((library, adapters) ->
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                adapters.stream()
                                        .map(adapter -> adapter + "..")
                                        .toArray(String[]::new))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(library)
                        .because(library + " is wrapped by " + adapters)
                        .check(CLASSES));
    }

    @Test
    void packagesFormNoCycle() {
        SlicesRuleDefinition.slices()
                .matching("io.mooring.(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> inModule(String module, List<String> all) {
        return DescribedPredicate.describe(
                "in " + module, type -> module.equals(moduleOf(type.getPackageName(), all)));
    }

    private static DescribedPredicate<JavaClass> inAnyModule(
            List<String> modules, List<String> all) {
        return DescribedPredicate.describe(
                "in one of " + modules,
                type -> modules.contains(moduleOf(type.getPackageName(), all)));
    }

    /// The longest package of the table that holds the class: io.mooring.nodes.local before
    /// io.mooring.nodes.
    private static String moduleOf(String packageName, List<String> all) {
        return all.stream()
                .filter(p -> within(p, packageName))
                .max((a, b) -> Integer.compare(a.length(), b.length()))
                .orElse("");
    }

    private static boolean within(String module, String packageName) {
        return packageName.equals(module) || packageName.startsWith(module + ".");
    }
}

package io.mooring.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class OwnContextTest {

    private final List<ClassLoader> seen = new ArrayList<>();

    @Test
    void aProviderWorksWithItsOwnLoaderAndLeavesTheThreadsAsItWas() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        var own = new JarsFirst("one", new URL[0], before);
        NodeProviderFactory factory = OwnContext.of(factory(), own);

        assertThat(factory.check(Map.of())).isEmpty();
        NodeProvider provider = factory.open(new Owner("0123456789abcdef"), Map.of());
        assertThatThrownBy(() -> provider.list("shop"))
                .isInstanceOf(ProviderFailure.class)
                .hasMessage("as it is");

        assertThat(seen).containsExactly(own, own, own);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    /// A virtual thread that waits below a native frame, as reflection may put one there, keeps its
    /// carrier from all others.
    @Test
    void nothingButOrdinaryFramesIsPutOnTheStack() {
        NodeProviderFactory factory = OwnContext.of(factory(), getClass().getClassLoader());

        String trace = factory.name();

        assertThat(trace.substring(0, trace.indexOf("OwnContextTest.nothingBut")))
                .contains("OwnContext")
                .doesNotContain("reflect", "Proxy");
    }

    private static String trace() {
        return Arrays.stream(Thread.currentThread().getStackTrace())
                .map(StackTraceElement::toString)
                .collect(Collectors.joining("\n"));
    }

    private NodeProviderFactory factory() {
        return new NodeProviderFactory() {
            @Override
            public String name() {
                return trace();
            }

            @Override
            public List<SettingProblem> check(Map<String, Object> settings) {
                note();
                return List.of();
            }

            @Override
            public NodeProvider open(Owner owner, Map<String, Object> settings) {
                note();
                return (NodeProvider)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {NodeProvider.class},
                                (_, _, _) -> {
                                    note();
                                    throw new ProviderFailure("as it is");
                                });
            }
        };
    }

    private void note() {
        seen.add(Thread.currentThread().getContextClassLoader());
    }
}

package io.mooring.provider.core.composite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TogetherTest {

    @Test
    void childrenThatWaitForOneAnotherKeepNoneFromBeginning() {
        int children = 100;
        var begun = new CountDownLatch(children);
        Callable<Boolean> child =
                () -> {
                    begun.countDown();
                    return begun.await(3, TimeUnit.SECONDS);
                };

        assertThat(Together.all(Collections.nCopies(children, child))).containsOnly(true);
    }
}

package io.mooring.snapshot.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.snapshot.SnapshotException;
import io.mooring.snapshot.SnapshotUrl;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class S3PlaceTest {

    @Test
    void aUrlIsABucketAndAPrefix() {
        assertThat(place("s3://safe/clusters/shop?region=eu-central-1"))
                .isEqualTo(
                        new S3Place(
                                "safe",
                                "clusters/shop/",
                                Optional.of("eu-central-1"),
                                Optional.empty(),
                                false));
        assertThat(place("s3://safe/").url("a.snapshot")).isEqualTo("s3://safe/a.snapshot");
    }

    @Test
    void anEndpointOfAnotherIsCalledByPathUnlessToldOtherwise() {
        assertThat(place("s3://safe?endpoint=http://10.0.0.1:9000").pathStyle()).isTrue();
        assertThat(place("s3://safe?endpoint=http%3A%2F%2F10.0.0.1:9000&path-style=false"))
                .isEqualTo(
                        new S3Place(
                                "safe",
                                "",
                                Optional.empty(),
                                Optional.of(URI.create("http://10.0.0.1:9000")),
                                false));
    }

    @Test
    void whatNobodyWouldHeedIsRefused() {
        refused("s3://safe/a?regio=x&style=y")
                .hasMessage(
                        "s3://safe/a: it has no option regio, style; there is endpoint, path-style, region");
        refused("s3:///a").hasMessage("s3:///a names no bucket; it should be as s3://BUCKET/PATH");
        refused("s3://safe?path-style=yes")
                .hasMessage("s3://safe: path-style must be true or false, but is yes");
        refused("s3://safe?endpoint=https://id:key@host")
                .hasMessageStartingWith("the endpoint of a bucket should be as https://HOST:PORT");
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(String url) {
        return assertThatThrownBy(() -> place(url)).isInstanceOf(SnapshotException.class);
    }

    private static S3Place place(String url) {
        return S3Place.of(SnapshotUrl.parse(url));
    }
}

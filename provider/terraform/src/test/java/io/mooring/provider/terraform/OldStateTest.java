package io.mooring.provider.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class OldStateTest {
    private static final ResourceSchema SCHEMA = ResourceSchema.of(Notes.TYPE);

    @Test
    void whatIsNewIsNullAndWhatWentIsLeftOut() {
        var fitted =
                fit(
                        """
                        {"id": "/n/a.note", "text": "milk", "gone": 1,
                         "style": {"paper": "blue", "gone": 1},
                         "styles": [{"ink_color": "red"}],
                         "labels": {"a.b/c": "d"},
                         "extra": {"type": ["object", {"a": "string"}], "value": {"a": "b"}}}\
                        """);

        assertThat(JsonMapper.shared().readTree(fitted))
                .isEqualTo(
                        JsonMapper.shared()
                                .readTree(
                                        """
                                        {"id": "/n/a.note", "directory": null, "name": null,
                                         "text": "milk", "pin": null, "copy_count": null,
                                         "labels": {"a.b/c": "d"},
                                         "styles": [{"ink_color": "red", "paper": null, "seal": null}],
                                         "style": {"ink_color": null, "paper": "blue", "seal": null},
                                         "extra": {"type": ["object", {"a": "string"}], "value": {"a": "b"}},
                                         "size": null, "cluster_connection": null, "key": null,
                                         "timeouts": null}\
                                        """));
    }

    @Test
    void whatIsNoStateIsRefused() {
        assertThatThrownBy(() -> fit("[]")).isInstanceOf(MalformedValue.class);
        assertThatThrownBy(() -> fit("{")).isInstanceOf(MalformedValue.class);
    }

    private static String fit(String json) {
        return OldState.fit(SCHEMA, ByteString.copyFromUtf8(json)).toStringUtf8();
    }
}

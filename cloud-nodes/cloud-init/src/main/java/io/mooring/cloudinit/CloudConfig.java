package io.mooring.cloudinit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// The keys of a `#cloud-config` document that we use; all are known to cloud-init 22.4 and later.
record CloudConfig(
        @JsonProperty("write_files") List<File> writeFiles,
        @JsonProperty("runcmd") List<List<String>> commands) {

    record File(String path, String permissions, String owner, String content) {
        static File of(String path, String permissions, String content) {
            return new File(path, permissions, "root:root", content);
        }

        @Override
        public String toString() {
            return path;
        }
    }
}

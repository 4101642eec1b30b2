package io.mooring.provider.resources.host.ssh;

import io.mooring.api.EffectiveConfig;
import io.mooring.provider.resources.host.Sha256;
import io.mooring.provider.resources.host.WantedCluster;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The systemd unit that runs `mooring server`: as a pod of a host cluster would, it has a user
/// without rights, a root file system that is read-only, and nothing but its data and `/tmp` to
/// write to.
///
/// @param image the digest of the image's configuration, without its algorithm
/// @param program what the image says runs in it
record ServerUnit(SshPlace place, WantedCluster wanted, String image, List<String> program) {

    private static final Pattern IMAGE =
            Pattern.compile("(?m)^RootDirectory=.*/\\.images/([0-9a-f]{64})$");

    /// systemd wants users who have a name on the machine: the image's own program takes the rights
    /// away.
    private static final String WITHOUT_RIGHTS =
            "/usr/bin/setpriv --reuid=65532 --regid=65532 --clear-groups --bounding-set=-all --";

    private static final Pattern PROGRAM =
            Pattern.compile("(?m)^ExecStart=" + Pattern.quote(WITHOUT_RIGHTS) + " (.*?) server ");

    /// Where `machine.sh` has the parts of it.
    static final String HOME = "/var/lib/mooring-server";

    /// The one that is wanted, of the image that another is of.
    static ServerUnit like(String text, SshPlace place, WantedCluster wanted) {
        Matcher image = IMAGE.matcher(text);
        Matcher program = PROGRAM.matcher(text);
        return new ServerUnit(
                place,
                wanted,
                image.find() ? image.group(1) : "",
                program.find() ? List.of(program.group(1).split(" ", -1)) : List.of());
    }

    /// Ends without a line end, as a shell compares it.
    String text() {
        return """
        [Unit]
        Description=Mooring control plane %1$s
        Wants=network-online.target
        After=network-online.target
        StartLimitIntervalSec=0

        [Service]
        RootDirectory=%2$s/.images/%3$s
        MountAPIVFS=yes
        BindPaths=%2$s/%1$s/data/mooring:/data/mooring
        BindReadOnlyPaths=%2$s/%1$s/data/host:/data/host -/etc/resolv.conf -/etc/hosts
        TemporaryFileSystem=/tmp:rw,exec,nosuid,nodev,size=64m,mode=1777
        ProtectSystem=strict
        ReadWritePaths=/data/mooring
        PrivateDevices=yes
        ProtectKernelTunables=yes
        ProtectKernelModules=yes
        ProtectControlGroups=yes
        ProtectProc=invisible
        RestrictSUIDSGID=yes
        LockPersonality=yes
        NoNewPrivileges=yes
        CapabilityBoundingSet=CAP_SETUID CAP_SETGID CAP_SETPCAP
        UMask=0077
        WorkingDirectory=/data
        Environment=PATH=/usr/local/bin:/usr/bin
        ExecStart=%4$s
        MemoryMax=%5$dM
        LimitNOFILE=1048576
        Restart=always
        RestartSec=1
        KillMode=mixed
        TimeoutStopSec=45

        [Install]
        WantedBy=multi-user.target\
        """
                .formatted(wanted.name(), HOME, image, command(), place.memoryMiB());
    }

    private String command() {
        Stream<String> head = Stream.concat(Stream.of(WITHOUT_RIGHTS), program.stream());
        return Stream.concat(
                        head,
                        Stream.of(
                                "server",
                                "--config=/data/host/config.yaml",
                                "--data-dir=/data/mooring",
                                "--name=" + wanted.name(),
                                "--endpoint=" + place.exposed(port()),
                                "--log-format=JSON"))
                .map(word -> word.replace("%", "%%").replace("$", "$$"))
                .collect(Collectors.joining(" "));
    }

    int port() {
        return wanted.config().controlPlane().proxy().port();
    }

    /// Changes with whatever of the configuration a server reads at its start alone.
    String stamp() {
        return Sha256.hex(EffectiveConfig.readAtStart(wanted.config()));
    }
}

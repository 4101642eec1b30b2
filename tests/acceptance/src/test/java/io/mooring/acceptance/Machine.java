package io.mooring.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What this machine has at one moment, outside of its processes, that a cluster could leave
/// behind: rules, routes, links, namespaces, mounts, cgroups, files. Others may be at work here, so
/// what names another cluster does not count.
record Machine(SortedSet<String> things) {

    private static final List<String> LOOKS =
            List.of(
                    "nft list ruleset | sed 's/packets [0-9]* bytes [0-9]*//'",
                    "iptables-save | sed '/^#/d; s/\\[[0-9]*:[0-9]*\\]//'",
                    "ip -o link show | cut -d: -f2",
                    "ip route show table all",
                    "ip rule show",
                    "sysctl net.ipv4.ip_forward",
                    "ip netns list | cut -d' ' -f1 | sed 's/$/ netns/'",
                    "awk '{print \"mount \" $5}' /proc/self/mountinfo",
                    "find /sys/fs/cgroup -maxdepth 2 -type d",
                    "find /sys/fs/cgroup -type d -path '*mooring*'",
                    "find /etc /opt /usr/local -xdev",
                    "find /var/lib /var/log /run -maxdepth 1",
                    "find /var/lib/mooring /run/netns -maxdepth 1");
    private static final Predicate<String> OF_SOMEBODY =
            thing -> thing.contains("mooring") || thing.contains("/tmp/");

    static Machine now() {
        var things = new TreeSet<String>();
        for (String look : LOOKS) {
            Command.in(Path.of("/"))
                    .run("sh", "-c", look + " 2>/dev/null; true")
                    .succeeded()
                    .lines()
                    .forEach(line -> things.add(look.split(" ")[0] + ": " + line.strip()));
        }
        return new Machine(things);
    }

    /// What is there now and was not then, of this cluster or of nobody.
    List<String> since(Machine then, String cluster) {
        return things.stream()
                .filter(thing -> !then.things.contains(thing))
                .filter(thing -> thing.contains(cluster) || OF_SOMEBODY.negate().test(thing))
                .filter(thing -> !thing.equals("awk: mount /run/netns"))
                .filter(thing ->
                        !thing.endsWith(" /run/netns") && !thing.endsWith(" /var/lib/mooring"))
                .toList();
    }

    /// The processes that carry this text in their command line or environment.
    static List<String> processesWith(String text) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .map(process ->
                        read(process.pid(), "cmdline") + "\0\0" + read(process.pid(), "environ"))
                .filter(words -> words.contains(text))
                .map(words -> words.substring(0, words.indexOf("\0\0")).replace('\0', ' '))
                .toList();
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }

    /// The cluster on this machine that was made for this owner, as its data directory says.
    static Stream<String> clustersOf(String owner) {
        try (Stream<Path> directories = Files.list(Path.of("/var/lib/mooring"))) {
            return directories
                    .filter(directory -> owner(directory).startsWith(owner + ","))
                    .map(directory -> directory.getFileName().toString())
                    .toList()
                    .stream();
        } catch (IOException _) {
            return Stream.empty();
        }
    }

    private static String owner(Path directory) {
        try {
            return Files.readString(directory.resolve("service/owner"));
        } catch (IOException _) {
            return "";
        }
    }
}

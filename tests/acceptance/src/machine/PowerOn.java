import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.SecretText;
import io.mooring.nodes.local.NamespaceMachines;

/// Powers a machine on in the network of a local cluster, with any user data. The acceptance tests run this from its source on
/// the jars of bin/mooring: they are compiled without any module of ours.
///
/// Arguments: CLUSTER MACHINE FILE_WITH_USER_DATA MACHINE_ROOT IMAGE_ARCHIVE...
void main(String... arguments) throws IOException {
    var request =
            new MachineRequest(
                    new MachineId(arguments[0], arguments[1]),
                    new SecretText(Files.readString(Path.of(arguments[2]))),
                    Stream.of(arguments).skip(4).map(Path::of).toList());
    var machines = new NamespaceMachines(Path.of("/var/lib/mooring"), Path.of(arguments[3]));
    switch (machines.create(request)) {
        case CreateOutcome.Created(var machine, _) -> IO.println(machine);
        case CreateOutcome other -> throw new IllegalStateException(other.toString());
    }
}

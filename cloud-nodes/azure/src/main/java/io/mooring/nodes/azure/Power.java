package io.mooring.nodes.azure;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import com.azure.resourcemanager.compute.fluent.VirtualMachinesClient;
import io.mooring.nodes.Calls;
import io.mooring.nodes.ConsoleTail;
import io.mooring.nodes.Endpoint;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.ProviderFailure;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Starts and stops machines that are there, and reads what they say.
final class Power {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int MINUTES_TO_READ = 5;

    private final Azure azure;
    private final VirtualMachinesClient client;
    private final Calls calls;
    private final Operations operations;
    private final Names names;
    private final VirtualMachines machines;

    Power(Azure azure, Calls calls, Operations operations, Names names, VirtualMachines machines) {
        this.azure = azure;
        this.client = azure.compute().getVirtualMachines();
        this.calls = calls;
        this.operations = operations;
        this.names = names;
        this.machines = machines;
    }

    Vm require(MachineId id) {
        return machines.of(id)
                .filter(it -> it.phase() != Vm.Phase.LEAVING)
                .orElseThrow(() -> new ProviderFailure("machine " + id + " is not there"));
    }

    Vm on(Vm machine) {
        if (machine.phase() == Vm.Phase.RUNNING) {
            return machine;
        }
        MachineId id = machine.id();
        operations.require(
                Lanes.WRITES,
                "starting machine " + id,
                LIMIT,
                context -> client.beginStart(azure.group(), names.machine(id), context));
        return require(id);
    }

    /// Released from its host, since a machine that is only stopped is still paid for.
    void off(Vm machine, Duration patience) {
        MachineId id = machine.id();
        if (machine.power().equals("deallocated")) {
            return;
        }
        String attempt = "stopping machine " + id;
        if (!powersOff(attempt, id, patience)) {
            operations.require(
                    Lanes.WRITES,
                    attempt,
                    LIMIT,
                    context ->
                            client.beginPowerOff(azure.group(), names.machine(id), true, context));
        }
        operations.require(
                Lanes.WRITES,
                attempt,
                LIMIT,
                context -> client.beginDeallocate(azure.group(), names.machine(id), null, context));
    }

    /// Whether it ended in order in that time.
    private boolean powersOff(String attempt, MachineId id, Duration patience) {
        if (patience.isZero()) {
            return false;
        }
        try {
            return operations
                    .run(
                            Lanes.WRITES,
                            attempt,
                            patience,
                            context ->
                                    client.beginPowerOff(
                                            azure.group(), names.machine(id), false, context))
                    .isEmpty();
        } catch (Refused e) {
            if (e.refusal() instanceof Refusal.Unreachable) {
                return false;
            }
            throw e;
        }
    }

    /// What Azure has of the console.
    String consoleTail(MachineId id, int lines) {
        try {
            String attempt = "reading the console of " + id;
            String name = names.machine(require(id).id());
            String blob =
                    calls.repeated(
                                    Lanes.READS,
                                    attempt,
                                    () ->
                                            client.retrieveBootDiagnosticsDataWithResponse(
                                                    azure.group(),
                                                    name,
                                                    MINUTES_TO_READ,
                                                    Context.NONE))
                            .getValue()
                            .serialConsoleLogBlobUri();
            return blob == null
                    ? ""
                    : ConsoleTail.of(
                            calls.repeated(Lanes.OTHERS, attempt, () -> read(blob)), lines);
        } catch (ProviderFailure | IllegalArgumentException _) {
            // it adds to another message, which must not be lost for want of it
            return "";
        }
    }

    /// The address carries its own signature, so nobody's token goes there.
    private String read(String blob) {
        URI uri = URI.create(blob);
        if (!"https".equals(uri.getScheme()) && !Endpoint.isLoopback(azure.account().endpoint())) {
            return "";
        }
        try (HttpResponse response =
                azure.http().sendSync(new HttpRequest(HttpMethod.GET, blob), Context.NONE)) {
            byte[] bytes = response.getBodyAsByteArray().block();
            return response.getStatusCode() >= Meaning.CLIENT_ERROR || bytes == null
                    ? ""
                    : new String(bytes, StandardCharsets.UTF_8);
        }
    }
}

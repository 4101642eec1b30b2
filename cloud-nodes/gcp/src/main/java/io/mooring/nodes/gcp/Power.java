package io.mooring.nodes.gcp;

import com.google.cloud.compute.v1.DeleteInstanceRequest;
import com.google.cloud.compute.v1.GetSerialPortOutputInstanceRequest;
import com.google.cloud.compute.v1.ResumeInstanceRequest;
import com.google.cloud.compute.v1.StartInstanceRequest;
import com.google.cloud.compute.v1.StopInstanceRequest;
import io.mooring.nodes.ConsoleTail;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.ProviderFailure;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.util.UUID;

/// Starts, stops and deletes instances that are there, and reads what they say.
final class Power {

    private final Cloud cloud;
    private final Operations operations;
    private final Instances instances;

    Power(Cloud cloud, Operations operations, Instances instances) {
        this.cloud = cloud;
        this.operations = operations;
        this.instances = instances;
    }

    Vm require(MachineId id) {
        return instances.of(id).stream()
                .findFirst()
                .orElseThrow(() -> new ProviderFailure("machine " + id + " is not there"));
    }

    Vm on(Vm machine) {
        if (machine.phase() == Vm.Phase.RUNNING) {
            return machine;
        }
        String attempt = "starting machine " + machine.id();
        String request = UUID.randomUUID().toString();
        if (machine.seen().getStatus().equals("SUSPENDED")) {
            var resume =
                    ResumeInstanceRequest.newBuilder()
                            .setProject(cloud.project())
                            .setZone(machine.zone())
                            .setInstance(machine.seen().getName())
                            .setRequestId(request)
                            .build();
            operations.require(attempt, it -> it.instances().resumeCallable().call(resume));
        } else {
            var start =
                    StartInstanceRequest.newBuilder()
                            .setProject(cloud.project())
                            .setZone(machine.zone())
                            .setInstance(machine.seen().getName())
                            .setRequestId(request)
                            .build();
            operations.require(attempt, it -> it.instances().startCallable().call(start));
        }
        return require(machine.id());
    }

    /// Google asks the machine to end, and ends it itself after 90 seconds.
    void off(Vm machine) {
        if (machine.phase() == Vm.Phase.STOPPED) {
            return;
        }
        var stop =
                StopInstanceRequest.newBuilder()
                        .setProject(cloud.project())
                        .setZone(machine.zone())
                        .setInstance(machine.seen().getName())
                        .setRequestId(UUID.randomUUID().toString())
                        .build();
        operations.require(
                "stopping machine " + machine.id(), it -> it.instances().stopCallable().call(stop));
    }

    /// With its disks, and waits until it is gone; one that is gone already is no failure.
    void delete(Vm machine) {
        var request =
                DeleteInstanceRequest.newBuilder()
                        .setProject(cloud.project())
                        .setZone(machine.zone())
                        .setInstance(machine.seen().getName())
                        .setRequestId(UUID.randomUUID().toString())
                        .build();
        try {
            operations.require(
                    "deleting machine " + machine.id(),
                    it -> it.instances().deleteCallable().call(request));
        } catch (Refused e) {
            if (!(e.refusal() instanceof Refusal.NotThere)) {
                throw e;
            }
        }
    }

    /// What Google has of the first serial port.
    String consoleTail(MachineId id, int lines) {
        try {
            Vm machine = require(id);
            var request =
                    GetSerialPortOutputInstanceRequest.newBuilder()
                            .setProject(cloud.project())
                            .setZone(machine.zone())
                            .setInstance(machine.seen().getName())
                            .build();
            return ConsoleTail.of(
                    cloud.look(
                                    "reading the console of " + id,
                                    it ->
                                            it.instances()
                                                    .getSerialPortOutputCallable()
                                                    .call(request))
                            .getContents(),
                    lines);
        } catch (ProviderFailure _) {
            // it adds to another message, which must not be lost for want of it
            return "";
        }
    }
}

package io.mooring.nodes.baremetal;

import io.mooring.ssh.Input;
import io.mooring.ssh.Ran;
import io.mooring.ssh.Ssh;
import io.mooring.ssh.SshFailure;
import io.mooring.ssh.SshTrouble;
import java.time.Duration;

/// Runs programs by SSH. Safe for use by many threads.
final class SshShell implements Shell {

    private final Ssh ssh = new Ssh();

    @Override
    public Result run(Host host, String program, byte[] input, Duration limit) {
        try {
            Ran ran = ssh.run(host.route(), program, Input.of(input), limit);
            return new Result(ran.status(), ran.output(), ran.errors());
        } catch (SshFailure e) {
            throw new MachineTrouble(trouble(e.trouble()), e);
        }
    }

    private static Trouble trouble(SshTrouble trouble) {
        return switch (trouble) {
            case SshTrouble.UnknownHostKey(String field, String reason) ->
                    new Trouble.UnknownHostKey(field, reason);
            case SshTrouble.RefusedKey(String field, String reason) ->
                    new Trouble.RefusedKey(field, reason);
            case SshTrouble.Unreachable(String field, String reason, boolean silent) ->
                    new Trouble.Unreachable(
                            field,
                            reason + ". Bring it back, or take it out of the inventory",
                            silent);
        };
    }
}

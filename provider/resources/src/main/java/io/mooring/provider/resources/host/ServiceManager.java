package io.mooring.provider.resources.host;

import java.util.List;

/// Keeps `mooring server` and the relay of its port running on this machine. Every call is
/// idempotent.
public interface ServiceManager {

    /// Starts the service unless it runs; returns when it is kept running, not when the server is
    /// ready.
    void start(ServiceSpec spec);

    ServiceStatus status(ServiceSpec spec);

    /// Stops relay and server in order, then by force; returns when none of their processes is
    /// left.
    void stop(ServiceSpec spec);

    /// Removes what [#start] left outside the data directory; the service is stopped already.
    void remove(ServiceSpec spec);

    /// The last lines of the service's log, for an error message.
    List<String> lastLogLines(ServiceSpec spec, int lines);

    /// Where a person finds the whole log.
    String logLocation(ServiceSpec spec);
}

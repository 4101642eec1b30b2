package io.mooring.provider.resources.host;

/// Whether a service is kept running.
public sealed interface ServiceStatus {

    /// @param restarts how often the server ended and was started again since the service started
    record Running(int restarts) implements ServiceStatus {}

    record Stopped() implements ServiceStatus {}
}

package io.mooring.nodes.azure;

/// Carries a [Fault] out of the SDK's pipeline, to [Failures].
final class HttpFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    HttpFault(Fault fault) {
        super(fault.text(), null, false, false);
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }
}

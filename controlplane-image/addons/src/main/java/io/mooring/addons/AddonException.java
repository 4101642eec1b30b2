package io.mooring.addons;

/// An add-on that cannot be what its configuration asks for.
public final class AddonException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AddonException(String message) {
        super(message);
    }
}

package io.mooring.kube;

import java.time.Instant;

/// A service-account token the API has issued.
public record IssuedToken(Secret token, Instant expiry) {}

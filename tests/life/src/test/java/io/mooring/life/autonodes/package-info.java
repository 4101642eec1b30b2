/// What every provider of machines promises as one of auto nodes: [AutoNodesContract], driven by
/// what `mooring server` drives it with, against a real API server. A test here says what the
/// scheduler and kubelets would.
package io.mooring.life.autonodes;

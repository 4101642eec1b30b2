/// Workloads to try the solver on.
package io.mooring.autoscaler.testkit;

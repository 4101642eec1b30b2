/// A cluster, its scheduler and machine providers in virtual time, with all that can go wrong, and
/// what must hold whatever happens. Start reading at `Simulation`.
package io.mooring.autoscaler.simulation;

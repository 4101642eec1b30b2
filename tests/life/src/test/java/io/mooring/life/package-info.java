/// The life of a real local cluster and of nodes of each kind, within this JVM: what a resource
/// says at each step is looked at, which an engine would only pass on. [LocalClusterLifeTest] tells
/// it; [CloudMachines] are clouds whose machines are real.
package io.mooring.life;

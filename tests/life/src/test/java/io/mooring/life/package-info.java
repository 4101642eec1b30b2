/// The life of a real local cluster and of nodes of each kind, within this JVM: what a resource
/// says at each step is looked at, which an engine would only pass on. [LocalClusterLifeTest] tells
/// it; [CloudMachines] are clouds whose machines are real. [CloudNodeTest] is here because no other
/// module has both the resources and all providers, and nobody is to wait for those.
package io.mooring.life;

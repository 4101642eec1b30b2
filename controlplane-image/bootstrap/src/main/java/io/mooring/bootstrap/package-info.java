/// How a node gets into a cluster: tokens, what the cluster publishes for joining, the join
/// endpoint, and the rules by which certificates of nodes are approved.
///
/// It does not make the join script (the server gives it in) and does not sign certificates (the
/// controller manager does). Start reading at [io.mooring.bootstrap.JoinEndpoint], which follows a
/// node through its join, and at [io.mooring.bootstrap.ApprovalRules] for who may become which
/// node.
@NullMarked
package io.mooring.bootstrap;

import org.jspecify.annotations.NullMarked;

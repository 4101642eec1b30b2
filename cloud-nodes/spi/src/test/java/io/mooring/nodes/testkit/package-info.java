/// What the tests of cloud providers share: a server that stands in for a cloud and does what a
/// test asks for ([FaultyServer]), and the contract of providers with whatever may go wrong on the
/// wire.
@NullMarked
package io.mooring.nodes.testkit;

import org.jspecify.annotations.NullMarked;

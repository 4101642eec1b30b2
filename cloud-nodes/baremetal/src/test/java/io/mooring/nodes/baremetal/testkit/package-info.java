/// Bare machines for tests: namespace machines with OpenSSH servers of their own.
@NullMarked
package io.mooring.nodes.baremetal.testkit;

import org.jspecify.annotations.NullMarked;

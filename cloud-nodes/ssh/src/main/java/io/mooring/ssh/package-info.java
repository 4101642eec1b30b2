/// Runs programs on machines that SSH reaches, of which each must prove who it is. What whoever
/// runs this has in his home directory (keys, known hosts, configuration) has no part in it.
@NullMarked
package io.mooring.ssh;

import org.jspecify.annotations.NullMarked;

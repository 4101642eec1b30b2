/// What the controller asks of the API server and of machine providers, and what comes back.
///
/// Values only: adapters carry them out, on threads and with time-outs of their own. Start reading
/// at [Action] and [Outcome].
@NullMarked
package io.mooring.autoscaler.port;

import org.jspecify.annotations.NullMarked;

/// Keeps machines in step with pods: buys them, sees them come up, drains and removes them.
///
/// A state machine without threads, clock or I/O: one step takes an observation and the time and
/// says what to do next. All that must outlive a crash is in the API server; what is remembered
/// here only spares work. Start reading at [Controller].
@NullMarked
package io.mooring.autoscaler.controller;

import org.jspecify.annotations.NullMarked;

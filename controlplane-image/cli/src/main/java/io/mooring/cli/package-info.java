/// The `mooring` command: a thin layer that reads arguments, calls the module that does the work,
/// and prints.
///
/// Every command prints for a person or, with `--output json`, for a program. Start reading at
/// [Main].
@NullMarked
package io.mooring.cli;

import org.jspecify.annotations.NullMarked;

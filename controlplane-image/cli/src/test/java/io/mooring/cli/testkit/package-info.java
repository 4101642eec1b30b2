/// A real server process for tests, in a network namespace of its own.
package io.mooring.cli.testkit;

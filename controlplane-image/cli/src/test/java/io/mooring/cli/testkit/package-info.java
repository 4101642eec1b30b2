/// The `mooring` command and its tunnel server as programs of their own, for tests.
package io.mooring.cli.testkit;

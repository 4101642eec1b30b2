/// A real control plane for tests, and people to act on it.
package io.mooring.bootstrap.testkit;

/// What every store of snapshots must do.
package io.mooring.snapshot.testkit;

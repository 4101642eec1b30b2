/// Clouds that sign as the real ones do, by keys of their own.
@org.jspecify.annotations.NullMarked
package io.mooring.identity.testkit;

/// A real registry, and one whose connections break.
package io.mooring.registry.testkit;

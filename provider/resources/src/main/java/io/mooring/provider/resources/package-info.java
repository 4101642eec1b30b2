/// The resources of Mooring: what each one is (`...Type`), and what it does (`...Handler`).
///
/// Knows neither Pulumi nor Terraform, only the values and schemas of the resource core. Hosts of
/// control planes are in the package `host` below. Start reading at {@link
/// io.mooring.provider.resources.MooringResources}.
@NullMarked
package io.mooring.provider.resources;

import org.jspecify.annotations.NullMarked;

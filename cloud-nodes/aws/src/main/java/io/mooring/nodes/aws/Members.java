package io.mooring.nodes.aws;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.utils.builder.Buildable;

/// Says the same in another request. EC2 takes the settings of a machine in several shapes, whose
/// members have the same names, and the SDK has classes of its own for each.
final class Members {

    private Members() {}

    /// Gives the builder all that is set in the other one.
    ///
    /// @param except members that it has no place for
    /// @throws IllegalStateException where it has no place for another one, so that none is lost
    static <B extends SdkPojo> B copy(SdkPojo from, B to, Set<String> except) {
        Map<String, SdkField<?>> places =
                to.sdkFields().stream()
                        .collect(Collectors.toMap(SdkField::memberName, Function.identity()));
        for (SdkField<?> field : from.sdkFields()) {
            Object value = field.getValueOrDefault(from);
            if (value == null
                    || value instanceof SdkAutoConstructList
                    // drawn anew where it is not given, as a client token
                    || field.containsTrait(DefaultValueTrait.class)
                    || except.contains(field.memberName())) {
                continue;
            }
            SdkField<?> place = places.get(field.memberName());
            if (place == null) {
                throw new IllegalStateException(
                        "%s has no %s"
                                .formatted(to.getClass().getSimpleName(), field.memberName()));
            }
            place.set(to, alike(value, place));
        }
        return to;
    }

    private static Object alike(Object value, SdkField<?> place) {
        if (value instanceof List<?> list) {
            SdkField<?> member = place.getTrait(ListTrait.class).memberFieldInfo();
            return list.stream().map(item -> alike(item, member)).toList();
        }
        if (place.marshallingType() != MarshallingType.SDK_POJO) {
            return value;
        }
        SdkPojo builder = copy((SdkPojo) value, place.constructor().get(), Set.of());
        return ((Buildable) builder).build();
    }
}

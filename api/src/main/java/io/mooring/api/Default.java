package io.mooring.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a key holds when the user is silent, as YAML. Maps merge with what the user wrote, lists do
/// not. Without this a text is empty, a number 0, a switch off, a list and a map empty.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Default {
    String value();
}

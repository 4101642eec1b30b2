/// What both front ends must say alike. Start reading at [FrontEndsAgreeTest].
@NullMarked
package io.mooring.frontends;

import org.jspecify.annotations.NullMarked;

package io.mooring.frontends;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Token;

/// A front end as an engine sees it, as far as plans go: it is asked in its own messages.
public interface FrontEnd {

    /// Plans a resource that is not there.
    Verdict create(Token type, ObjectValue inputs);

    /// Plans a change of one that is.
    Verdict change(Token type, Made made, ObjectValue inputs);

    /// A resource that is there.
    ///
    /// @param given its inputs in the user's words
    /// @param checked the same as the check completed them
    /// @param outputs its outputs, the inputs among them
    record Made(String id, ObjectValue given, ObjectValue checked, ObjectValue outputs) {}
}

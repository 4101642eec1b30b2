package io.mooring.frontends;

import io.mooring.provider.core.Created;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.ForwardingHandler;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.ResourceHandler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Has whatever is made belong to whom it was made for, as control planes do: who has another mark
/// does not get it, whatever its name. Outlives providers.
final class Owners {
    private final Map<String, LogicalName> owners = new ConcurrentHashMap<>();

    /// A handler that asks here first.
    ResourceHandler before(ResourceHandler handler) {
        return new Owned(handler, owners);
    }

    private record Owned(ResourceHandler handler, Map<String, LogicalName> owners)
            implements ForwardingHandler {
        @Override
        public Created create(ObjectValue inputs, OperationContext context) {
            var name = inputs.requireText("name");
            var owner = owners.computeIfAbsent(name, _ -> context.name());
            if (!owner.equals(context.name())) {
                throw new ResourceFailure(
                        "making %s: there is one of that name, which belongs to %s"
                                .formatted(name, owner));
            }
            return handler.create(inputs, context);
        }

        @Override
        public void delete(Existing old, OperationContext context) {
            handler.delete(old, context);
            owners.remove(old.outputs().requireText("name"));
        }
    }
}

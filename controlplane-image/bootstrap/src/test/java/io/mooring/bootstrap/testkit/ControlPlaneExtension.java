package io.mooring.bootstrap.testkit;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests one [RealControlPlane] for the whole run; skips them, saying so, where its binaries
/// are not built.
public final class ControlPlaneExtension implements ParameterResolver, ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return RealControlPlane.available()
                ? ConditionEvaluationResult.enabled("upstream binaries are there")
                : ConditionEvaluationResult.disabled(
                        "no upstream binaries in "
                                + RealControlPlane.binaries()
                                + "; run tools/build to have these tests run");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RealControlPlane.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(ControlPlaneExtension.class))
                .computeIfAbsent(RealControlPlane.class, _ -> started(), RealControlPlane.class);
    }

    private static RealControlPlane started() {
        try {
            return RealControlPlane.start();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

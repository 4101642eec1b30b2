package io.mooring.nodes;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// Has a provider do what it does with its own class loader as the thread's: by that some libraries
/// look for their parts, which the program may have in another version.
final class OwnContext implements InvocationHandler {

    private final Object provider;
    private final ClassLoader loader;

    private OwnContext(Object provider, ClassLoader loader) {
        this.provider = provider;
        this.loader = loader;
    }

    static NodeProviderFactory of(NodeProviderFactory factory, ClassLoader loader) {
        return wrapped(NodeProviderFactory.class, factory, loader);
    }

    private static <T> T wrapped(Class<T> type, T provider, ClassLoader loader) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        new OwnContext(provider, loader)));
    }

    @Override
    public @Nullable Object invoke(
            Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Object result = method.invoke(provider, arguments);
            return result instanceof NodeProvider opened
                    ? wrapped(NodeProvider.class, opened, loader)
                    : result;
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}

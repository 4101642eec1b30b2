package io.mooring.nodes;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/// Takes classes from a provider's own jars, and only what those lack (this package, JSON) from the
/// program that loads it: a cloud's library may need another version of what the program uses
/// itself.
final class JarsFirst extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader program;

    JarsFirst(String name, URL[] jars, ClassLoader program) {
        super(name, jars, program);
        this.program = program;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            Class<?> found = loaded == null ? own(name) : loaded;
            if (found == null) {
                return super.loadClass(name, resolve);
            }
            if (resolve) {
                resolveClass(found);
            }
            return found;
        }
    }

    private @Nullable Class<?> own(String name) {
        if (name.startsWith("java.")) {
            return null;
        }
        try {
            return findClass(name);
        } catch (ClassNotFoundException _) {
            return null;
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? program.getResource(name) : own;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        var all = new ArrayList<>(Collections.list(findResources(name)));
        all.addAll(Collections.list(program.getResources(name)));
        return Collections.enumeration(all);
    }
}

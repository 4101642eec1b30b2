import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.time.LocalDateTime;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/// Rewrites jars so that an AOT cache takes their classes: without signatures, which keep classes
/// out of it and cost a check of every class and a manifest of thousands of lines in memory; and
/// with classes compiled for Java 5 or older raised to the format of Java 8, since the JVM keeps
/// older ones out and proves them anew at every start. The same jar gives the same bytes.
///
///     java tools/CachedJars.java JAR...
void main(String[] jars) throws IOException {
    for (var jar : jars) {
        rewrite(Path.of(jar));
    }
}

void rewrite(Path file) throws IOException {
    var part = Path.of(file + ".part");
    try (var jar = new JarFile(file.toFile());
            var loader = new URLClassLoader(new URL[] {file.toUri().toURL()});
            var out = new JarOutputStream(Files.newOutputStream(part))) {
        add(out, JarFile.MANIFEST_NAME, bytes(unsigned(jar.getManifest())));
        for (var entry : Collections.list(jar.entries())) {
            var name = entry.getName();
            if (entry.isDirectory() || name.matches("META-INF/(MANIFEST\\.MF|[^/]*\\.(SF|RSA|DSA|EC))")) {
                continue;
            }
            var content = jar.getInputStream(entry).readAllBytes();
            add(out, name, name.endsWith(".class") ? raised(content, loader) : content);
        }
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
}

/// What of a manifest the JVM reads.
Manifest unsigned(Manifest manifest) {
    var unsigned = new Manifest();
    var attributes = unsigned.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if ("true".equals(manifest.getMainAttributes().getValue(Attributes.Name.MULTI_RELEASE))) {
        attributes.put(Attributes.Name.MULTI_RELEASE, "true");
    }
    return unsigned;
}

byte[] bytes(Manifest manifest) throws IOException {
    var bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    return bytes.toByteArray();
}

byte[] raised(byte[] content, ClassLoader loader) {
    var format =
            ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS,
                    ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofClassLoading(loader)));
    var parsed = format.parse(content);
    if (parsed.majorVersion() >= ClassFile.JAVA_6_VERSION) {
        return content;
    }
    var raise =
            ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                    .andThen(ClassTransform.dropping(ClassFileVersion.class::isInstance))
                    .andThen(ClassTransform.endHandler(to -> to.withVersion(ClassFile.JAVA_8_VERSION, 0)));
    return format.transformClass(parsed, raise);
}

void add(JarOutputStream out, String name, byte[] content) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(2026, 11, 1, 0, 0));
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
}

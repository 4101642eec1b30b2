import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Manifests and signatures, by what is left of them.
static final String SIGNED = "META-INF/(MANIFEST\\.MF|[^/]*\\.(SF|RSA|DSA|EC))";

/// Besides: forms for another Java, what only modules and Maven read, and libraries that are files beside it.
static final String NOT_JOINED = SIGNED + "|(.*/)?module-info\\.class|META-INF/(versions|maven|native)/.*";

/// Rewrites jars so that an AOT cache takes their classes: without signatures, which keep classes
/// out of it and cost a check of every class and a manifest of thousands of lines in memory; and
/// with classes compiled for Java 5 or older raised to the format of Java 8, since the JVM keeps
/// older ones out and proves them anew at every start. The same jar gives the same bytes.
///
///     java tools/CachedJars.java JAR...
///
/// Or puts jars into one, which takes their place. A JVM opens every jar of its class path when it is asked for what none has,
/// and logging asks it for that before a program does anything. Of what several have, the first counts, in the form for this
/// Java; lists of services are joined, and licences kept apart. It is not compressed.
///
///     java tools/CachedJars.java --as TARGET JAR...
void main(String[] arguments) throws IOException {
    if (arguments.length > 1 && arguments[0].equals("--as")) {
        join(Path.of(arguments[1]), Stream.of(arguments).skip(2).map(Path::of).toList());
        return;
    }
    for (var jar : arguments) {
        rewrite(Path.of(jar));
    }
}

void join(Path target, List<Path> jars) throws IOException {
    var urls = new URL[jars.size()];
    for (var i = 0; i < urls.length; i++) {
        urls[i] = jars.get(i).toUri().toURL();
    }
    var content = new TreeMap<String, byte[]>();
    try (var loader = new URLClassLoader(urls)) {
        for (var jar : jars) {
            collect(jar, loader, content);
        }
    }
    try (var out = new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(target), 1 << 20))) {
        out.setMethod(ZipEntry.STORED);
        add(out, JarFile.MANIFEST_NAME, "Manifest-Version: 1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        for (var entry : content.entrySet()) {
            add(out, entry.getKey(), entry.getValue());
        }
    }
    for (var jar : jars) {
        Files.delete(jar);
    }
}

void collect(Path file, ClassLoader loader, Map<String, byte[]> content) throws IOException {
    try (var jar = new JarFile(file.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
        for (var entry : jar.versionedStream().toList()) {
            var name = entry.getName();
            if (entry.isDirectory() || name.matches(NOT_JOINED)) {
                continue;
            }
            var bytes = jar.getInputStream(entry).readAllBytes();
            if (name.startsWith("META-INF/services/")) {
                content.merge(name, bytes, this::lines);
            } else if (name.matches("META-INF/(LICENSE|NOTICE)[^/]*")) {
                content.put(name.replace("META-INF/", "META-INF/licenses/" + file.getFileName() + "/"), bytes);
            } else {
                content.putIfAbsent(name, name.endsWith(".class") ? raised(bytes, loader) : bytes);
            }
        }
    }
}

byte[] lines(byte[] some, byte[] more) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(some);
    all.write('\n');
    all.writeBytes(more);
    return all.toByteArray();
}

void rewrite(Path file) throws IOException {
    var part = Path.of(file + ".part");
    try (var jar = new JarFile(file.toFile());
            var loader = new URLClassLoader(new URL[] {file.toUri().toURL()});
            var out = new JarOutputStream(Files.newOutputStream(part))) {
        add(out, JarFile.MANIFEST_NAME, bytes(unsigned(jar.getManifest())));
        for (var entry : Collections.list(jar.entries())) {
            var name = entry.getName();
            if (entry.isDirectory() || name.matches(SIGNED)) {
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
    if (ByteBuffer.wrap(content).getShort(6) >= ClassFile.JAVA_6_VERSION) {
        return content;
    }
    var format =
            ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS,
                    ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofClassLoading(loader)));
    var raise =
            ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                    .andThen(ClassTransform.dropping(ClassFileVersion.class::isInstance))
                    .andThen(ClassTransform.endHandler(to -> to.withVersion(ClassFile.JAVA_8_VERSION, 0)));
    return format.transformClass(format.parse(content), raise);
}

void add(JarOutputStream out, String name, byte[] content) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(2026, 11, 1, 0, 0));
    // What an entry that is not compressed has to say first, and any other may.
    var sum = new CRC32();
    sum.update(content);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
}

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URLClassLoader;

/// Raises the classes under a directory that were compiled for Java 5 or older to the format of
/// Java 8: the JVM keeps older ones out of an AOT cache, and proves them anew at every start.
///
///     java tools/NewerClasses.java DIRECTORY
void main(String[] arguments) throws IOException {
    var directory = Path.of(arguments[0]);
    var raise =
            ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                    .andThen(ClassTransform.dropping(ClassFileVersion.class::isInstance))
                    .andThen(ClassTransform.endHandler(to -> to.withVersion(ClassFile.JAVA_8_VERSION, 0)));
    try (var loader = new URLClassLoader(new URL[] {directory.toUri().toURL()});
            var files = Files.walk(directory)) {
        var format =
                ClassFile.of(
                        StackMapsOption.GENERATE_STACK_MAPS,
                        ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofClassLoading(loader)));
        for (var file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
            var parsed = format.parse(Files.readAllBytes(file));
            if (parsed.majorVersion() < ClassFile.JAVA_6_VERSION) {
                Files.write(file, format.transformClass(parsed, raise));
            }
        }
    }
}

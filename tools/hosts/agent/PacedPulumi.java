import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;

/// Pulumi's SDK for Java (1.36.1, pulumi-java#2270) asks without a pause whether the engine has
/// answered, and takes a processor from what the program waits for. This agent has it pause between
/// two questions. To be removed with the first release that waits.
public final class PacedPulumi implements ClassFileTransformer {

    private static final String ASKING =
            "com/pulumi/deployment/internal/DeploymentImpl$DefaultRunner";
    private static final String QUESTION = "checkForTasks";
    private static final long PAUSE_NANOS = 5_000_000;

    public static void premain(String arguments, Instrumentation instrumentation) {
        instrumentation.addTransformer(new PacedPulumi());
    }

    @Override
    public byte[] transform(
            ClassLoader loader,
            String name,
            Class<?> redefined,
            ProtectionDomain domain,
            byte[] bytes) {
        if (!ASKING.equals(name)) {
            return null;
        }
        var classes = ClassFile.of();
        return classes.transformClass(
                classes.parse(bytes),
                ClassTransform.transformingMethodBodies(
                        method -> method.methodName().equalsString(QUESTION), new PauseFirst()));
    }

    private static final class PauseFirst implements CodeTransform {

        @Override
        public void atStart(CodeBuilder code) {
            code.loadConstant(PAUSE_NANOS)
                    .invokestatic(
                            ClassDesc.of("java.util.concurrent.locks.LockSupport"),
                            "parkNanos",
                            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_long));
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            code.with(element);
        }
    }
}

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;

/**
 * One real OpenSearch node for tests: the server's own classes, its modules taken from the class path, without the
 * checks that a server in production makes at its start.
 *
 * <p>Arguments: HOME PID [setting=value ...]. It ends in order on SIGTERM, and when the process PID has ended, however
 * that came about; 0: nobody's end is its own.
 */
public final class Server {
    private static final class ClassPathNode extends Node {
        ClassPathNode(Environment environment, List<Class<? extends Plugin>> modules) {
            super(environment, modules, false);
        }
    }

    public static void main(String[] args) throws Exception {
        endWith(Long.parseLong(args[1]));
        Environment environment = environment(args);
        LogConfigurator.setNodeName(environment.settings().get("node.name"));
        LogConfigurator.configure(environment);
        Node node = new ClassPathNode(environment, List.of(
            org.opensearch.transport.Netty4Plugin.class,
            org.opensearch.analysis.common.CommonAnalysisPlugin.class,
            org.opensearch.index.mapper.MapperExtrasPlugin.class,
            org.opensearch.painless.PainlessPlugin.class,
            org.opensearch.index.reindex.ReindexPlugin.class));
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (java.io.IOException e) {
                e.printStackTrace();
            }
            ended.countDown();
        }));
        node.start();
        ended.await();
    }

    private static Environment environment(String[] args) {
        Path home = Path.of(args[0]);
        Settings.Builder settings = Settings.builder().put("path.home", home);
        for (int i = 2; i < args.length; i++) {
            String[] setting = args[i].split("=", 2);
            settings.put(setting[0], setting[1]);
        }
        return InternalSettingsPreparer.prepareEnvironment(
            settings.build(), Map.of(), home.resolve("config"), () -> "node");
    }

    private static void endWith(long pid) {
        if (pid != 0) {
            ProcessHandle.of(pid).ifPresentOrElse(
                process -> process.onExit().thenRun(() -> System.exit(0)), () -> System.exit(0));
        }
    }
}

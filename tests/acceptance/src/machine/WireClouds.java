import com.sun.net.httpserver.HttpServer;
import io.mooring.nodes.azure.testkit.ArmServer;
import io.mooring.nodes.gcp.testkit.GceServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/// An Azure or a Google Cloud over the wire, for the acceptance tests, which run this from its source on the tests' classes of that
/// provider: they are compiled without any module of ours.
///
/// Argument: azure or gcp. Says `ENDPOINT VIEW` in its first line and ends with its standard input. VIEW/machines has a line `NAME NUMBER` for
/// each machine that runs, the number being another one for each that was ever started, VIEW/left one for each thing that is there.
void main(String... arguments) throws IOException {
    var running = new ConcurrentSkipListMap<String, Integer>();
    var started = new AtomicInteger();
    Consumer<String> start = it -> running.put(it, started.incrementAndGet());
    var view = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Supplier<List<String>> left;
    String endpoint;
    switch (arguments[0]) {
        case "azure" -> {
            var arm = new ArmServer();
            arm.rules().slowness(1, 0);
            arm.rules().onStart(it -> start.accept(it.name()));
            arm.rules().onEnd(running::remove);
            endpoint = arm.endpoint();
            left =
                    () ->
                            Stream.of("virtualMachines", "networkInterfaces", "disks")
                                    .flatMap(it -> arm.rules().names(it).stream())
                                    .toList();
        }
        case "gcp" -> {
            var gce = new GceServer();
            gce.rules().onStart(it -> start.accept(it.name()));
            gce.rules().onEnd(running::remove);
            endpoint = gce.endpoint();
            left = gce.rules()::names;
        }
        default -> throw new IllegalArgumentException(arguments[0]);
    }
    serve(
            view,
            "/machines",
            () -> running.entrySet().stream().map(it -> it.getKey() + " " + it.getValue()).toList());
    serve(view, "/left", left);
    view.start();
    IO.println(endpoint + " http://127.0.0.1:" + view.getAddress().getPort());
    while (System.in.read() >= 0) {}
    System.exit(0);
}

void serve(HttpServer server, String path, Supplier<List<String>> lines) {
    server.createContext(
            path,
            exchange -> {
                byte[] body = String.join("\n", lines.get()).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
}

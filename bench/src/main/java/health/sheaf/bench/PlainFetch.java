package health.sheaf.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Fetches the sources' bytes and does nothing with them: the slowest of them is what no federator
 * can beat.
 */
final class PlainFetch {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<HttpRequest> requests = new ArrayList<>();

    PlainFetch(List<Integer> ports) {
        for (int port : ports) {
            requests.add(
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:"
                                                    + port
                                                    + "/fhir/Patient/1/$everything"))
                            .build());
        }
    }

    void all() {
        var answers = new ArrayList<CompletableFuture<HttpResponse<byte[]>>>();
        for (var request : requests) {
            answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()));
        }
        answers.forEach(CompletableFuture::join);
    }

    List<byte[]> bodies() throws IOException, InterruptedException {
        var bodies = new ArrayList<byte[]>();
        for (var request : requests) {
            bodies.add(client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
        }
        return bodies;
    }
}

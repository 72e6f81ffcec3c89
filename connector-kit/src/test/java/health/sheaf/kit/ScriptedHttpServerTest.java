package health.sheaf.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class ScriptedHttpServerTest {

    private final ScriptedHttpServer server = ScriptedHttpServer.start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void queuedAnswersGoFirstAndOnceEach() throws Exception {
        server.script(asked -> HttpAnswer.status(500));
        server.then(HttpAnswer.fhir("{\"a\":1}"), HttpAnswer.status(204));

        assertThat(text("/one").body()).isEqualTo("{\"a\":1}");
        assertThat(text("/two").statusCode()).isEqualTo(204);
        assertThat(text("/three").statusCode()).isEqualTo(500);
    }

    @Test
    void itRemembersWhatItWasAsked() throws Exception {
        var request =
                HttpRequest.newBuilder(server.uri("/Patient/_search?_count=2"))
                        .header("X-Request-ID", "r1")
                        .POST(HttpRequest.BodyPublishers.ofString("identifier=ü"))
                        .build();
        client.send(request, BodyHandlers.discarding());

        var asked = server.asked().getFirst();
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.target()).isEqualTo("/Patient/_search?_count=2");
        assertThat(asked.path()).isEqualTo("/Patient/_search");
        assertThat(asked.header("x-request-id")).contains("r1");
        assertThat(asked.bodyText()).isEqualTo("identifier=ü");
        server.forget();
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void aBodyInChunksIsReadToo() throws Exception {
        var body = "x".repeat(100_000);
        var request =
                HttpRequest.newBuilder(server.uri("/"))
                        .POST(
                                HttpRequest.BodyPublishers.ofInputStream(() ->
                                        new ByteArrayInputStream(
                                                body.getBytes(
                                                        java.nio.charset.StandardCharsets.UTF_8))))
                        .build();
        client.send(request, BodyHandlers.discarding());

        assertThat(server.asked().getFirst().bodyText()).isEqualTo(body);
    }

    @Test
    void aHonestBodyIsCompressed() throws Exception {
        server.then(HttpAnswer.fhir("{\"a\":1}").gzipped());

        try (var body = new GZIPInputStream(bytes("/").body())) {
            assertThat(body.readAllBytes()).asString().isEqualTo("{\"a\":1}");
        }
    }

    @Test
    void aLieAboutCompressionIsOne() throws Exception {
        server.then(HttpAnswer.fhir("{}").lyingAboutGzip());
        var answer = bytes("/");

        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThatThrownBy(() -> new GZIPInputStream(answer.body()).close())
                .isInstanceOf(ZipException.class);
    }

    @Test
    void aLieAboutTheLengthBreaksTheAnswerOffOrShortensIt() throws Exception {
        server.then(HttpAnswer.fhir("{\"a\":1}").claimingLength(100));
        assertThatThrownBy(() -> text("/")).isInstanceOf(IOException.class);

        server.then(HttpAnswer.fhir("{\"a\":1}").claimingLength(3));
        assertThat(text("/").body()).isEqualTo("{\"a");
    }

    @Test
    void anAnswerWithoutALengthEndsWithTheConnection() throws Exception {
        server.then(HttpAnswer.fhir("{\"a\":1}").withoutLength());

        assertThat(text("/").body()).isEqualTo("{\"a\":1}");
    }

    @Test
    void aBombIsSmallOnTheWire() throws Exception {
        server.then(HttpAnswer.gzipBomb(10_000_000));

        assertThat(bytes("/").body().readAllBytes()).hasSizeLessThan(20_000);
    }

    @Test
    void throttlingAndRedirectionSayWhatTheyShould() throws Exception {
        server.then(
                HttpAnswer.tooManyRequests("Wed, 21 Oct 2065 07:28:00 GMT"),
                HttpAnswer.redirect("http://elsewhere.invalid/"),
                HttpAnswer.loginPage());

        assertThat(text("/").headers().firstValue("Retry-After"))
                .contains("Wed, 21 Oct 2065 07:28:00 GMT");
        assertThat(text("/").headers().firstValue("Location"))
                .contains("http://elsewhere.invalid/");
        assertThat(text("/").headers().firstValue("Content-Type"))
                .contains("text/html; charset=utf-8");
    }

    private HttpResponse<String> text(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(server.uri(path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<InputStream> bytes(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(server.uri(path)).build(), BodyHandlers.ofInputStream());
    }
}

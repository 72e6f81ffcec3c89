package health.sheaf.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EdgeTest {

    private final TestRegion region = TestRegion.shared();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/metadata",
                "/Condition?patient=x",
                "/Nothing",
                "/Condition",
                "/.well-known/smart-configuration"
            })
    void everyAnswerCarriesTheSameProtections(String path) {
        var headers = region.get(path).headers();

        assertThat(headers.firstValue("Cache-Control")).contains("no-store");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; frame-ancestors 'none'");
        assertThat(headers.firstValue("X-Request-Id")).isPresent();
        assertThat(headers.firstValue("Server")).isEmpty();
        assertThat(headers.firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void aRequestIdIsTakenOverOrRefused() {
        var taken = region.send(region.request("/metadata").header("X-Request-Id", "abc-123"));
        assertThat(taken.headers().firstValue("X-Request-Id")).contains("abc-123");
        for (var bad : new String[] {"a b", "a_b", "x".repeat(65), "<script>"}) {
            var refused = region.send(region.request("/metadata").header("X-Request-Id", bad));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("SHF-HTTP-009").doesNotContain("script");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/../actuator",
                "/fhir/%2e%2e/livez",
                "/fhir/Patient/..",
                "/fhir/Patient/%2e%2e%2f",
                "/fhir/Patient/a%2Fb",
                "/fhir/Patient/a;b=c",
                "/fhir/Patient/a%00",
                "/fhir//Patient",
                "/fhir/./Patient",
                "/fhir/Patient\\x",
                "/fhir/Patient/%E2%82%AC",
                "/fhir/Patient/a%0d%0aX:y"
            })
    void aTrickInThePathLeadsNowhere(String path) {
        var answer = region.rawGet(path);

        assertThat(answer.substring(9, 12)).isIn("400", "404");
        assertThat(answer).contains("OperationOutcome").doesNotContain("org.apache", "\r\nX: y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "POST", "OPTIONS", "FOO"})
    void onlyReadingIsPossible(String method) {
        var answer = region.raw(method + " /fhir/Patient/x HTTP/1.1", "Content-Length: 0");

        assertThat(answer).startsWith("HTTP/1.1 405").contains("Allow: GET, HEAD\r\n");
    }

    @Test
    void traceAndMethodOverridesDoNothing() {
        assertThat(region.raw("TRACE /fhir/metadata HTTP/1.1", "X-Secret: s"))
                .startsWith("HTTP/1.1 405")
                .doesNotContain("X-Secret");
        assertThat(region.rawGet("/fhir/metadata", "X-HTTP-Method-Override: DELETE"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void noOtherOriginMayReadAnswers() {
        for (var origin : new String[] {"null", "https://nhs.uk.evil.com", "http://localhost"}) {
            var answer = region.rawGet("/fhir/metadata", "Origin: " + origin);
            assertThat(answer).doesNotContain("Access-Control-Allow");
        }
    }

    @Test
    void ourLinksComeFromNoHeaderOfTheClient() {
        var answer =
                region.rawGet(
                        "/fhir/Condition?patient=" + region.personId(),
                        "X-Forwarded-Host: evil.example",
                        "X-Forwarded-Proto: https",
                        "Forwarded: host=evil.example",
                        "X-Forwarded-For: 1.2.3.4",
                        "X-User-Id: root");

        // The Host of this request is "h", which is nobody we know.
        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .doesNotContain("evil.example", "http://h/")
                .contains("http://127.0.0.1:" + region.port() + "/fhir/Condition");
        assertThat(region.get("/metadata").body()).contains(region.base());
    }

    @Test
    void anAnswerIsCompressedForWhoeverTakesIt() throws IOException, InterruptedException {
        var request =
                region.request("/Patient/" + region.personId() + "/$everything")
                        .header("Accept-Encoding", "gzip, deflate")
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
            assertThat(response.headers().firstValue("Vary").orElseThrow())
                    .contains("Accept-Encoding");
            var plain =
                    new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
            assertThat(new String(plain, StandardCharsets.UTF_8)).contains("Asthma").endsWith("]}");
        }
    }

    @Test
    void whatIsNotNamedIsNotOpen() {
        var root = "http://127.0.0.1:" + region.port();

        for (var path :
                new String[] {
                    "/", "/actuator", "/prometheus", "/sources", "/error", "/fhir", "/x"
                }) {
            var response = region.send(region.bare(root + path));
            assertThat(response.statusCode()).as(path).isEqualTo(401);
        }
        assertThat(region.send(region.bare(root + "/livez")).statusCode()).isEqualTo(200);
        assertThat(region.send(region.bare(root + "/readyz")).body())
                .isEqualTo("{\"status\":\"UP\"}");
        assertThat(region.send(region.request(root + "/x")).statusCode()).isEqualTo(404);
    }

    @Test
    void theAdminPortShowsSourcesAndCountsButNoPatient() {
        var person = region.personId();
        region.get("/Patient/" + person + "/$everything");
        var admin = "http://127.0.0.1:" + region.adminPort();

        var metrics = region.send(region.bare(admin + "/prometheus")).body();
        assertThat(metrics)
                .contains("sheaf_answers_seconds_count{interaction=\"everything\",status=\"200\"}")
                .contains("sheaf_source_verdicts_seconds_count")
                .doesNotContain(person, TestRegion.NUMBER);
        assertThat(region.send(region.bare(admin + "/sources")).body()).contains("practice");
        for (var path : new String[] {"/env", "/heapdump", "/beans", "/fhir/metadata"}) {
            assertThat(region.send(region.bare(admin + path)).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void readinessIsAboutTheAuditAndNotAboutSources() {
        var ready = "http://127.0.0.1:" + region.port() + "/readyz";
        var person = region.personId();
        region.ports().breakAudit(true);
        region.get("/Condition?patient=" + person);
        assertThat(region.send(region.bare(ready)).statusCode()).isEqualTo(503);

        // Nobody is sent to a place that is not ready: it must find out by itself.
        region.reset();
        assertThat(region.send(region.bare(ready)).statusCode()).isEqualTo(200);
        assertThat(region.ports().events()).last().asString().contains("trial");
    }

    @Test
    void aCompressedOrEndlessBodyIsNotRead() {
        var gzip =
                region.send(
                        region.request("/Condition/_search")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header("Content-Encoding", "gzip")
                                .POST(HttpRequest.BodyPublishers.ofString("x")));
        assertThat(gzip.statusCode()).isEqualTo(415);
        assertThat(
                        region.raw(
                                "POST /fhir/Condition/_search HTTP/1.1",
                                "Authorization: Bearer " + region.issuer().token(),
                                "Content-Type: application/x-www-form-urlencoded",
                                "Content-Length: 1000000000"))
                .startsWith("HTTP/1.1 413");
    }
}

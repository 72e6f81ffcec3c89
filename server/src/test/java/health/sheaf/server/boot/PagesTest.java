package health.sheaf.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.server.fhir.PageStore;
import health.sheaf.spi.FaultCode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PagesTest {

    private final TestRegion region = TestRegion.shared();
    private String person = "";

    @BeforeEach
    void find() {
        person = region.personId();
    }

    @AfterEach
    void reset() {
        region.reset();
    }

    private List<String> ids(HttpResponse<String> page) {
        return region.json(page)
                .get("entry")
                .valueStream()
                .filter(entry -> !entry.get("search").get("mode").asString().equals("outcome"))
                .map(entry -> entry.get("fullUrl").asString())
                .toList();
    }

    private Optional<String> link(HttpResponse<String> page, String relation) {
        return region.json(page)
                .get("link")
                .valueStream()
                .filter(link -> link.get("relation").asString().equals(relation))
                .map(link -> link.get("url").asString())
                .findFirst();
    }

    private void forget() {
        // Five other results of the same user push this one out.
        for (int i = 0; i < 5; i++) {
            region.get("/Observation?patient=" + person + "&_count=1&_sort=date");
        }
    }

    @Test
    void thePagesTogetherAreTheWhole() {
        var path = "/Patient/" + person + "/$everything";
        var whole = ids(region.get(path));

        var pages = new ArrayList<String>();
        Optional<String> next = Optional.of(path + "?_count=4");
        while (next.isPresent()) {
            var page = region.get(next.get());
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            assertThat(page.body()).contains("ledger-line");
            assertThat(ids(page)).hasSizeLessThanOrEqualTo(4);
            pages.addAll(ids(page));
            next = link(page, "next");
        }

        assertThat(pages).containsExactlyElementsOf(whole);
    }

    @Test
    void onePageBackIsTheFirstAgain() {
        var first = region.get("/Observation?patient=" + person + "&_sort=date&_count=2");
        var second = region.get(link(first, "next").orElseThrow());

        var back = region.get(link(second, "previous").orElseThrow());

        assertThat(ids(back)).isEqualTo(ids(first)).doesNotContainAnyElementsOf(ids(second));
        assertThat(link(back, "previous")).isEmpty();
    }

    @Test
    void afterMemoryIsGoneTheCursorAsksAgain() {
        var first = region.get("/Observation?patient=" + person + "&_sort=date&_count=2");
        var next = link(first, "next").orElseThrow();
        var remembered = ids(region.get(next));
        int asked = region.ports().events().size();
        forget();

        var again = region.get(next);

        assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
        assertThat(ids(again)).isEqualTo(remembered);
        assertThat(region.ports().events().size()).isGreaterThan(asked);
    }

    @Test
    void aSourceThatHadFailedStaysFailedOnLaterPages() {
        region.hospital().fail(FaultCode.TIMED_OUT);
        var first = region.get("/Observation?patient=" + person + "&_sort=date&_count=2");
        region.reset();
        forget();

        var second = region.get(link(first, "next").orElseThrow());

        assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
        assertThat(ids(second)).hasSize(1);
        assertThat(second.body()).contains("it had not answered when the first page was made");
    }

    @Test
    void aRecordThatChangedMeanwhileIsGone() {
        var first = region.get("/Observation?patient=" + person + "&_sort=date&_count=2");
        forget();
        region.hospital().fail(FaultCode.CONNECT_FAILED);

        var second = region.get(link(first, "next").orElseThrow());

        assertThat(second.statusCode()).as(second.body()).isEqualTo(410);
        assertThat(second.body()).contains("SHF-HTTP-202").contains("Start again");
    }

    @Test
    void aCursorIsGoodForItsOwnUserInOnePurposeOnly() {
        var first = region.get("/Observation?patient=" + person + "&_count=2");
        var next = link(first, "next").orElseThrow();
        var other = region.issuer().token(claims -> claims.subject("u-2"));

        assertThat(
                        region.send(region.bare(next).header("Authorization", "Bearer " + other))
                                .statusCode())
                .isEqualTo(404);
        assertThat(
                        region.send(region.request(next).header("X-Sheaf-Purpose", "ETREAT"))
                                .statusCode())
                .isEqualTo(404);
        assertThat(region.send(region.bare(next)).statusCode()).isEqualTo(401);
        assertThat(region.get(next).statusCode()).isEqualTo(200);
    }

    @Test
    void anEditedCursorIsNone() {
        var first = region.get("/Observation?patient=" + person + "&_count=2");
        var next = link(first, "next").orElseThrow();
        char last = next.charAt(next.length() - 8);
        var edited =
                next.substring(0, next.length() - 8)
                        + (last == 'A' ? 'B' : 'A')
                        + next.substring(next.length() - 7);

        assertThat(region.get(edited).statusCode()).isEqualTo(404);
        assertThat(region.get(next.substring(0, next.length() - 4)).statusCode()).isEqualTo(404);
        assertThat(region.get("/_page?cursor=").statusCode()).isEqualTo(404);
        assertThat(region.get("/_page").statusCode()).isEqualTo(404);
    }

    @Test
    void aCursorTellsNobodyWhatItHolds() {
        var first = region.get("/Observation?patient=" + person + "&code=718-7&_count=2");

        assertThat(link(first, "next").orElseThrow())
                .doesNotContain("718-7")
                .doesNotContain(person);
    }

    @Test
    void oneUserCannotFillTheMemory() {
        forget();

        assertThat(region.context().getBean(PageStore.class).size()).isLessThanOrEqualTo(8);
    }
}

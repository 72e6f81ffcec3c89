package health.sheaf.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BundleTest {

    @Test
    void aPageShowsItsItemsLinksAndTotal() {
        var page =
                read(
                        """
                        {"resourceType":"Bundle","type":"searchset","total":2,
                         "link":[{"relation":"self","url":"http://a/?x=1"},{"relation":"next","url":"http:\\/\\/a/?page=2"}],
                         "entry":[
                          {"fullUrl":"http://a/Patient/1","resource":{"resourceType":"Patient","id":"1"},"search":{"mode":"match"}},
                          {"request":{"method":"GET","url":"x"}},
                          {"resource":{"resourceType":"OperationOutcome"},"search":{"mode":"outcome"}}]}
                        """);

        assertThat(page.type()).isEqualTo("searchset");
        assertThat(page.total()).isEqualTo(2);
        assertThat(page.next()).contains("http://a/?page=2");
        assertThat(page.links()).containsOnlyKeys("self", "next");
        assertThat(page.items()).hasSize(2);
        var patient = page.items().getFirst();
        assertThat(patient.fullUrl()).isEqualTo("http://a/Patient/1");
        assertThat(patient.searchMode()).isEqualTo("match");
        assertThat(Json.text(patient.resource()))
                .isEqualTo("{\"resourceType\":\"Patient\",\"id\":\"1\"}");
        var outcome = page.items().getLast();
        assertThat(outcome.fullUrl()).isNull();
        assertThat(outcome.searchMode()).isEqualTo("outcome");
        assertThat(outcome.resource().type()).isEqualTo("OperationOutcome");
    }

    @Test
    void aPageWithoutEntriesIsEmpty() {
        var page = read("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"}");

        assertThat(page.items()).isEmpty();
        assertThat(page.next()).isEmpty();
        assertThat(page.total()).isNull();
    }

    @Test
    void neitherPageNorItemShowsContentInItsText() {
        var page =
                read(
                        "{\"resourceType\":\"Bundle\",\"link\":[{\"relation\":\"next\",\"url\":\"secret\"}],"
                                + "\"entry\":[{\"fullUrl\":\"secret\",\"resource\":{\"resourceType\":\"Basic\",\"id\":\"secret\"}}]}");

        assertThat(page.toString() + page.items() + page.items().getFirst().resource())
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'resourceType':'Patient'}|NOT_A_BUNDLE",
                "{'resourceType':'bundle'}|RESOURCE_TYPE_MALFORMED",
                "[]|NOT_AN_OBJECT",
                "{'resourceType':'Bundle','type':1}|WRONG_TYPE",
                "{'resourceType':'Bundle','total':'2'}|WRONG_TYPE",
                "{'resourceType':'Bundle','total':-2}|WRONG_TYPE",
                "{'resourceType':'Bundle','total':2.5}|WRONG_TYPE",
                "{'resourceType':'Bundle','total':99999999999}|WRONG_TYPE",
                "{'resourceType':'Bundle','link':{}}|WRONG_TYPE",
                "{'resourceType':'Bundle','link':['next']}|NOT_AN_OBJECT",
                "{'resourceType':'Bundle','link':[{'relation':1}]}|WRONG_TYPE",
                "{'resourceType':'Bundle','entry':{}}|WRONG_TYPE",
                "{'resourceType':'Bundle','entry':[[]]}|NOT_AN_OBJECT",
                "{'resourceType':'Bundle','entry':[null]}|NOT_AN_OBJECT",
                "{'resourceType':'Bundle','entry':[{'resource':null}]}|NOT_AN_OBJECT",
                "{'resourceType':'Bundle','entry':[{'resource':[]}]}|NOT_AN_OBJECT",
                "{'resourceType':'Bundle','entry':[{'resource':{}}]}|RESOURCE_TYPE_MISSING",
                "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Basic','id':'../x'}}]}|ID_MALFORMED",
                "{'resourceType':'Bundle','entry':[{'fullUrl':1,'resource':{'resourceType':'Basic'}}]}|WRONG_TYPE",
                "{'resourceType':'Bundle','entry':[{'search':[],'resource':{'resourceType':'Basic'}}]}|NOT_AN_OBJECT",
                "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Basic','x':{'reference':5}}}]}|WRONG_TYPE",
            })
    void whatIsNotABundleOfResourcesIsRefused(String json, JsonRefusal refusal) {
        assertThat(why(json.replace('\'', '"'))).contains(refusal);
    }

    @Test
    void oneBadEntryRefusesTheWholePage() {
        assertThat(
                        why(
                                "{\"resourceType\":\"Bundle\",\"entry\":["
                                        + "{\"resource\":{\"resourceType\":\"Basic\"}},"
                                        + "{\"resource\":{\"resourceType\":\"Basic\",\"id\":1}}]}"))
                .contains(JsonRefusal.WRONG_TYPE);
    }

    private static BundlePage read(String json) {
        return Json.DOOR.readBundle(Json.bytes(json));
    }

    private static Optional<JsonRefusal> why(String json) {
        return Json.refusal(() -> read(json)).map(JsonRefusedException::refusal);
    }
}

package health.sheaf.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Edits change what they name, and no other byte. */
final class RewrittenTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the id
                "{'resourceType':'Basic','id':'a','x':1}|{'resourceType':'Basic','id':'new','meta':{'source':'urn:s'},'x':1}",
                "{'id':'a','resourceType':'Basic'}|{'id':'new','meta':{'source':'urn:s'},'resourceType':'Basic'}",
                "{'resourceType':'Basic'}|{'resourceType':'Basic','id':'new','meta':{'source':'urn:s'}}",
                "{'x':1,'resourceType':'Basic','y':{'id':'deep'}}|{'x':1,'resourceType':'Basic','id':'new','meta':{'source':'urn:s'},'y':{'id':'deep'}}",
                "{'resourceType':'Basic','\\u0069d':'a'}|{'resourceType':'Basic','\\u0069d':'new','meta':{'source':'urn:s'}}",
                // meta.source
                "{'meta':{},'resourceType':'Basic','id':'new'}|{'meta':{'source':'urn:s'},'resourceType':'Basic','id':'new'}",
                "{'meta':{ },'resourceType':'Basic','id':'new'}|{'meta':{'source':'urn:s' },'resourceType':'Basic','id':'new'}",
                "{'meta':{'tag':[]},'resourceType':'Basic','id':'new'}|{'meta':{'source':'urn:s','tag':[]},'resourceType':'Basic','id':'new'}",
                "{'meta':{'tag':[],'source':'old'},'resourceType':'Basic','id':'new'}|{'meta':{'tag':[],'source':'urn:s'},'resourceType':'Basic','id':'new'}",
                // references
                "{'resourceType':'Basic','id':'new','meta':{'source':'urn:s'},'s':{'reference':'Patient/1'}}|{'resourceType':'Basic','id':'new','meta':{'source':'urn:s'},'s':{'reference':'NEW/Patient/1'}}",
                "{'resourceType':'Basic','id':'new','meta':{'source':'urn:s'},'s':[{'reference':'#a'},{'reference' : 'keep/1'},{'reference':'b'}]}|{'resourceType':'Basic','id':'new','meta':{'source':'urn:s'},'s':[{'reference':'#a'},{'reference' : 'keep/1'},{'reference':'NEW/b'}]}",
                "{'resourceType':'Basic','id':'new','meta':{'source':'urn:s'},'contained':[{'resourceType':'Basic','id':'c','meta':{},'s':{'reference':'b'}}]}|{'resourceType':'Basic','id':'new','meta':{'source':'urn:s'},'contained':[{'resourceType':'Basic','id':'c','meta':{},'s':{'reference':'NEW/b'}}]}",
                "{'resourceType':'Basic','id':'new','meta':{'source':'urn:s'},'p':{'reference':{'reference':'b'}}}|{'resourceType':'Basic','id':'new','meta':{'source':'urn:s'},'p':{'reference':{'reference':'NEW/b'}}}",
            })
    void eachEditStandsWhereItBelongs(String before, String after) {
        var resource = Json.read(before.replace('\'', '"'));

        var rewritten =
                resource.rewritten(
                        "new",
                        reference -> reference.startsWith("keep") ? reference : "NEW/" + reference,
                        "urn:s");

        assertThat(Json.text(rewritten)).isEqualTo(after.replace('\'', '"'));
        assertThat(Json.text(resource)).isEqualTo(before.replace('\'', '"'));
    }

    @Test
    void indentedTextKeepsItsIndentation() {
        var json =
                """
                {
                  "resourceType" : "Basic",
                  "id" : "a",
                  "meta" : {
                    "versionId" : "7"
                  },
                  "subject" : {
                    "reference" : "Patient/1"
                  }
                }\
                """;

        assertThat(Json.text(Json.read(json).rewritten("b", reference -> "Patient/2", null)))
                .isEqualTo(json.replace("\"a\"", "\"b\"").replace("Patient/1", "Patient/2"));
    }

    @Test
    void lengthHashAndStreamAgreeWithTheBytes() throws IOException, GeneralSecurityException {
        var resource =
                Json.read(
                        "{\"resourceType\":\"Basic\",\"subject\":{\"reference\":\"Patient/1\"},\"z\":1.10}");
        for (var each :
                new Resource[] {
                    resource, resource.rewritten("x", reference -> "é/" + reference, "urn:y")
                }) {
            var out = new ByteArrayOutputStream();
            each.writeTo(out);

            assertThat(out.toByteArray()).isEqualTo(each.toBytes()).hasSize(each.length());
            assertThat(each.sha256())
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(each.toBytes()));
        }
    }

    @Test
    void whatIsReadAfterwardsIsWhatWasWritten() {
        var resource =
                Json.read(
                        """
                        {"resourceType":"Observation","status":"final","valueQuantity":{"value":-0.10e2},"meta":{"versionId":"3"},
                         "subject":{"reference":"Patient/1"},"code":{"coding":[{"code":"c"}]},
                         "contained":[{"resourceType":"Device","id":"d","owner":{"reference":"Organization/1"}}]}
                        """);

        var rewritten = resource.rewritten("new", reference -> reference + "0", "urn:s");

        assertThat(rewritten.type()).isEqualTo("Observation");
        assertThat(rewritten.id()).contains("new");
        assertThat(rewritten.value("id")).contains("new");
        assertThat(rewritten.versionId()).contains("3");
        assertThat(rewritten.value("meta.source")).contains("urn:s");
        assertThat(rewritten.has("meta.source")).isTrue();
        assertThat(resource.has("meta.source")).isFalse();
        assertThat(rewritten.reference("subject")).contains("Patient/10");
        assertThat(rewritten.values("subject.reference")).containsExactly("Patient/10");
        assertThat(rewritten.references()).containsExactly("Patient/10", "Organization/10");
        var device = rewritten.contained().getFirst();
        assertThat(Json.text(device)).contains("Organization/10").doesNotContain("Patient");
        assertThat(device.toTree()).isEqualTo(rewritten.toTree().get("contained").get(0));
        assertThat(device.rewritten("e", r -> r + "0", null).references())
                .containsExactly("Organization/100");
        assertThat(rewritten.contained().getFirst().references())
                .containsExactly("Organization/10");
        assertThat(rewritten.values("contained.owner.reference"))
                .containsExactly("Organization/10");
        assertThat(rewritten.codings("code")).containsExactly(new Coding(null, "c", null));
        assertThat(rewritten.value("status")).contains("final");
        assertThat(rewritten.value("valueQuantity.value")).contains("-0.10e2");
        assertThat(rewritten.toTree().get("subject").get("reference").stringValue())
                .isEqualTo("Patient/10");
    }

    @Test
    void aRewrittenResourceCanBeRewrittenAgain() {
        var resource =
                Json.read("{\"resourceType\":\"Basic\",\"subject\":{\"reference\":\"Patient/1\"}}");

        var twice =
                resource.rewritten("a", reference -> reference + "1", "urn:a")
                        .rewritten("b", reference -> reference + "2", "urn:b");

        assertThat(Json.text(twice))
                .isEqualTo(
                        "{\"resourceType\":\"Basic\",\"id\":\"b\",\"meta\":{\"source\":\"urn:b\"},"
                                + "\"subject\":{\"reference\":\"Patient/112\"}}");
    }

    @Test
    void insertedIdAndSourceAreRead() {
        var bare = Json.read("{\"x\":{\"id\":\"deep\"},\"resourceType\":\"Basic\"}");

        var rewritten = bare.rewritten("new", UnaryOperator.identity(), "urn:\"s");

        assertThat(bare.has("id")).isFalse();
        assertThat(rewritten.has("id")).isTrue();
        assertThat(rewritten.has("meta")).isTrue();
        assertThat(rewritten.value("id")).contains("new");
        assertThat(rewritten.values("meta.source")).containsExactly("urn:\"s");
        assertThat(rewritten.value("x.id")).contains("deep");
        assertThat(rewritten.versionId()).isEmpty();
    }

    @Test
    void theFunctionSeesEveryReferenceUnescapedButNoFragment() {
        var seen = new ArrayList<String>();
        var resource =
                Json.read(
                        "{\"resourceType\":\"Basic\",\"a\":{\"reference\":\"Patient\\/1\"},"
                                + "\"b\":{\"reference\":\"#c\"},\"c\":{\"re\\u0066erence\":\"Patient/2\"}}");

        resource.rewritten(
                "x",
                reference -> {
                    seen.add(reference);
                    return reference;
                },
                null);

        assertThat(seen).containsExactly("Patient/1", "Patient/2");
        assertThat(resource.references()).containsExactly("Patient/1", "#c", "Patient/2");
    }

    @Test
    void theSameIdAndReferencesLeaveEveryByte() {
        var json =
                "{ \"id\" : \"a\" , \"resourceType\" : \"Basic\", \"s\":{\"reference\":\"P\\/1\"} }";

        assertThat(Json.text(Json.read(json).rewritten("a", UnaryOperator.identity(), null)))
                .isEqualTo(json);
    }

    @Test
    void nothingIsWrittenThatOurOwnDoorWouldRefuse() {
        var resource =
                Json.read("{\"resourceType\":\"Basic\",\"subject\":{\"reference\":\"Patient/1\"}}");

        assertThatThrownBy(() -> resource.rewritten("..", UnaryOperator.identity(), null))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> resource.rewritten("x", reference -> "a\u0000", null))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> resource.rewritten("x", UnaryOperator.identity(), "\ud800"))
                .isInstanceOf(InvalidValueException.class);
        assertThat(resource.rewritten("x", reference -> "\"\\é\ud83d\ude39", "a\nb").references())
                .containsExactly("\"\\é\ud83d\ude39");
    }
}

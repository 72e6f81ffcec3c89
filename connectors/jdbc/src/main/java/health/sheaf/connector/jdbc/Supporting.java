package health.sheaf.connector.jdbc;

import health.sheaf.connector.jdbc.MapReader.Asked;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.Entry;
import health.sheaf.spi.Section;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the practitioners, places and organisations that entries refer to. */
final class Supporting {

    /** A practitioner role names a practitioner, who names an organisation. */
    private static final int MAX_ROUNDS = 3;

    private static final int CHUNK = 200;
    private static final int MAX_ENTRIES = 5_000;

    private final JdbcConnector connector;
    private final Database database;
    private final Deadline deadline;

    Supporting(JdbcConnector connector, Database database, Deadline deadline) {
        this.connector = connector;
        this.database = database;
        this.deadline = deadline;
    }

    List<Entry> of(List<Entry> chart) {
        List<Entry> found = new ArrayList<>();
        Set<String> asked = new HashSet<>();
        Collection<Entry> fresh = chart;
        for (int round = 0; round < MAX_ROUNDS && found.size() < MAX_ENTRIES; round++) {
            var wanted = wanted(fresh, asked);
            if (wanted.isEmpty()) {
                break;
            }
            var round1 = read(wanted);
            found.addAll(round1);
            fresh = round1;
        }
        return found;
    }

    private Map<String, Set<String>> wanted(Collection<Entry> entries, Set<String> asked) {
        var wanted = new LinkedHashMap<String, Set<String>>();
        for (var entry : entries) {
            for (var reference : entry.resource().references()) {
                int slash = reference.indexOf('/');
                if (slash <= 0 || reference.indexOf('/', slash + 1) >= 0) {
                    continue;
                }
                var type = reference.substring(0, slash);
                boolean supports = Section.of(type).isEmpty() && !connector.readers(type).isEmpty();
                if (supports && asked.add(reference)) {
                    wanted.computeIfAbsent(type, first -> new LinkedHashSet<>())
                            .add(reference.substring(slash + 1));
                }
            }
        }
        return wanted;
    }

    private List<Entry> read(Map<String, Set<String>> wanted) {
        List<Question<Answer>> questions = new ArrayList<>();
        wanted.forEach((type, ids) -> {
            var list = List.copyOf(ids);
            for (var reader : connector.readers(type)) {
                for (int from = 0; from < list.size(); from += CHUNK) {
                    var chunk = list.subList(from, Math.min(list.size(), from + CHUNK));
                    questions.add(
                            database.ask(
                                    deadline,
                                    (connection, question) ->
                                            reader.read(
                                                    connection,
                                                    question,
                                                    new Asked.OfIds(chunk),
                                                    List.of(),
                                                    CHUNK)));
                }
            }
        });
        List<Entry> entries = new ArrayList<>();
        try {
            for (var question : questions) {
                for (var mapped : question.await().mapped()) {
                    if (wanted.getOrDefault(mapped.resource().type(), Set.of())
                            .contains(mapped.id())) {
                        entries.add(connector.entry(mapped));
                    }
                }
            }
        } finally {
            questions.forEach(Question::abandon);
        }
        return entries;
    }
}

package health.sheaf.estate.records;

import health.sheaf.estate.people.Person;
import health.sheaf.estate.people.Source;
import health.sheaf.estate.people.Story;
import health.sheaf.estate.people.Story.Contact;
import java.time.LocalDate;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What the community team's system holds about one person. */
final class CommunityRecord {

    private static final Source SOURCE = Source.COMMUNITY_CARE;

    static final PatientWriter PATIENTS =
            new PatientWriter(SOURCE, false, LocalDate.of(2023, 9, 25));

    private final Chart chart;
    private final Story.Community community;

    private CommunityRecord(Chart chart, Story.Community community) {
        this.chart = chart;
        this.community = community;
    }

    static List<ObjectNode> of(Person person, Story story) {
        var chart = new Chart(person, SOURCE);
        new CommunityRecord(chart, story.community()).write();
        return chart.resources();
    }

    private void write() {
        PATIENTS.write(chart);
        if (community.plan() != null) {
            plan(community.plan());
        }
        community.contacts().forEach(this::contact);
        for (var alert : community.alerts()) {
            var flag = chart.begin("Flag", "flg", alert.since());
            flag.put("status", "active");
            flag.set("code", Trees.text(alert.text()));
            flag.set("subject", chart.patient());
            flag.set("period", Trees.period(alert.since().toString(), null));
            flag.set("author", Staff.clinician(SOURCE, alert.since().getDayOfMonth()));
        }
    }

    private void plan(Story.CarePlan plan) {
        var goal = chart.begin("Goal", "gol", plan.since());
        // UK Core has no profile of Goal.
        ((ObjectNode) goal.path("meta")).remove("profile");
        goal.put("lifecycleStatus", "active");
        goal.set("description", Trees.text(plan.goal()));
        goal.set("subject", chart.patient());
        goal.put("startDate", plan.since().toString());

        var team = chart.begin("CareTeam", "tea", plan.since());
        team.put("status", "active").put("name", "District nursing");
        team.set("subject", chart.patient());
        var members = team.putArray("participant");
        members.addObject().set("member", Staff.clinician(SOURCE, 0));
        members.addObject().set("member", Staff.clinician(SOURCE, 1));

        var tree = chart.begin("CarePlan", "pla", plan.since());
        tree.put("status", "active").put("intent", "plan");
        tree.put("title", plan.title()).put("description", plan.description());
        tree.set("subject", chart.patient());
        tree.set("period", Trees.period(plan.since().toString(), null));
        tree.put("created", plan.since().toString());
        tree.set("author", Staff.clinician(SOURCE, plan.since().getDayOfMonth()));
        tree.set(
                "careTeam",
                Trees.array().add(Trees.reference("CareTeam", team.path("id").asString())));
        tree.set("goal", Trees.array().add(Trees.reference("Goal", goal.path("id").asString())));
    }

    private void contact(Contact contact) {
        var encounter = chart.begin("Encounter", "enc", contact.at());
        encounter.put("status", "finished");
        encounter.set("class", Trees.coding(Trees.HL7 + "v3-ActCode", "HH", "home health"));
        encounter.putArray("type").add(Trees.text("District nurse visit"));
        encounter.set("subject", chart.patient());
        encounter
                .putArray("participant")
                .addObject()
                .set("individual", Staff.clinician(SOURCE, contact.at().getDayOfMonth()));
        encounter.set(
                "period",
                Trees.period(Trees.time(contact.at()), Trees.time(contact.at().plusMinutes(30))));
        encounter.putArray("reasonCode").add(Trees.text(contact.purpose()));
        encounter.set("serviceProvider", Staff.organization(SOURCE));
        var reference = Trees.reference("Encounter", encounter.path("id").asString());
        var clinical = new ClinicalWriter(SOURCE, chart);
        contact.readings().forEach(reading -> clinical.reading(reading, reference.deepCopy()));
    }
}

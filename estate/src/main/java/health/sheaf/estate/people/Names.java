package health.sheaf.estate.people;

import java.util.List;
import java.util.SplittableRandom;

/** Names as one hears them in West Yorkshire. Each heritage keeps its given and family names. */
final class Names {

    /**
     * The names of one heritage.
     *
     * @param share of a hundred people
     * @param women given names
     * @param men given names
     * @param families family names
     */
    private record Heritage(
            int share, List<String> women, List<String> men, List<String> families) {}

    /** A name. */
    record Name(List<String> given, String family) {}

    private static final List<Heritage> HERITAGES =
            List.of(
                    new Heritage(
                            52,
                            words(
                                    "Olivia Charlotte Emily Grace Margaret Susan Janet Hannah Sophie"
                                            + " Dorothy Jean Alice Lucy Karen Beverley Joan Edith Rachel"
                                            + " Lauren Holly Amelia Patricia Maureen Gillian"),
                            words(
                                    "Oliver George Harry Jack Thomas William David Peter Stephen"
                                            + " Michael Kenneth Roy Alan Joshua Daniel Matthew Simon"
                                            + " Nigel Ernest Frank Arthur Leo Alfie Keith"),
                            words(
                                    "Ackroyd Armitage Barraclough Bairstow Bentley Clegg Crowther"
                                            + " Dyson Fairburn Greenwood Haigh Hartley Hirst Holroyd"
                                            + " Illingworth Jagger Kaye Lumb Midgley Naylor Oldroyd"
                                            + " Priestley Ramsden Sugden Sutcliffe Tordoff Walker"
                                            + " Whiteley Smith Taylor")),
                    new Heritage(
                            7,
                            words("Fiona Morag Eilidh Catriona Isla Mairi Shona Aileen"),
                            words("Callum Hamish Angus Ewan Fraser Alasdair Gregor Rory"),
                            words(
                                    "MacDonald Campbell Fraser McKenzie Sinclair Buchanan Drummond"
                                            + " Galbraith McLeod Ross")),
                    new Heritage(
                            5,
                            words("Siân Carys Bronwen Angharad Cerys Ffion Nia Rhiannon"),
                            words("Dafydd Gareth Rhys Huw Emyr Ieuan Owain Tomos"),
                            words("Davies Evans Griffiths Llewellyn Pritchard Rees Morgan Bevan")),
                    new Heritage(
                            6,
                            words("Aoife Niamh Siobhán Bridget Róisín Maeve Orla Sinéad"),
                            words("Cormac Declan Eoin Padraig Seán Brendan Fergus Ciarán"),
                            words(
                                    "O'Sullivan Murphy O'Connor Gallagher Kavanagh McCarthy Doyle"
                                            + " O'Brien Quinn")),
                    new Heritage(
                            17,
                            words(
                                    "Aisha Fatima Zainab Priya Sunita Manpreet Harpreet Nusrat"
                                            + " Shabana Ayesha Meera Rukhsana Jasleen Anjali"),
                            words(
                                    "Mohammed Imran Tariq Rajesh Sanjay Gurpreet Harjit Bilal Usman"
                                            + " Arjun Kamran Vikram Nadeem Sukhdev"),
                            words(
                                    "Hussain Khan Patel Singh Kaur Mahmood Begum Sharma Akhtar"
                                            + " Iqbal Chaudhry Mistry Dhillon Rahman")),
                    new Heritage(
                            6,
                            words("Agnieszka Katarzyna Małgorzata Zofia Joanna Ewa Magdalena"),
                            words("Piotr Tomasz Krzysztof Paweł Marek Jakub Andrzej"),
                            words(
                                    "Kowalski Nowak Wiśniewski Zieliński Lewandowski Wójcik"
                                            + " Kamiński Dąbrowski")),
                    new Heritage(
                            5,
                            words("Adaeze Ngozi Abena Folake Tendai Wanjiru Amara Makena"),
                            words("Chidi Kwame Emeka Tunde Kofi Tafadzwa Babajide Sekou"),
                            words(
                                    "Okafor Mensah Adeyemi Owusu Moyo Kamau Nwosu Diallo Boateng"
                                            + " Ncube")),
                    new Heritage(
                            2,
                            words("Shanice Yvette Marcia Delphine Mei Xiu Thi Linh"),
                            words("Winston Delroy Leroy Clive Wei Jun Minh Long"),
                            words("Campbell-Brown Thompson Francis Chen Wong Nguyen Baptiste")));

    private Names() {}

    static Name draw(SplittableRandom random, String gender) {
        int ticket = random.nextInt(100);
        for (var heritage : HERITAGES) {
            ticket -= heritage.share();
            if (ticket < 0) {
                var names = gender.equals("female") ? heritage.women() : heritage.men();
                var first = pick(random, names);
                var second = pick(random, names);
                var given =
                        first.equals(second) || random.nextInt(3) == 0
                                ? List.of(first)
                                : List.of(first, second);
                return new Name(given, pick(random, heritage.families()));
            }
        }
        throw new IllegalStateException("the shares of the heritages must add up to a hundred");
    }

    private static String pick(SplittableRandom random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static List<String> words(String text) {
        return List.of(text.split(" ", -1));
    }
}

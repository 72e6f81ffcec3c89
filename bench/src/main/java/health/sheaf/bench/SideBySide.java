package health.sheaf.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/** All comparisons of one run. */
final class SideBySide {

    private static final Duration SHOW_BY = Duration.ofSeconds(1);

    /** The subjects take turns: what the machine does beside hits them all. */
    private static final int BLOCKS = 9;

    private static final Duration LONG = Duration.ofSeconds(15);

    private final PrintStream out;
    private final int fewer;

    /**
     * @param fewer by which the numbers of repetitions are divided
     */
    SideBySide(PrintStream out, int fewer) {
        this.out = out;
        this.fewer = fewer;
    }

    void run() throws Exception {
        out.println("| what | figure | gate |");
        out.println("|---|---|---|");
        cpuOfARecord();
        latencyOverTheSlowest(12, 4, "≤ 50 entries", 2);
        latencyOverTheSlowest(12, 125, "1,500 entries", 25);
        oneOfTwelveHangs();
        throughput();
        heapStaysFlat();
    }

    private void row(String what, String figure, String gate) {
        out.printf(Locale.ROOT, "| %s | %s | %s |%n", what, figure, gate);
    }

    private static String ms(double value) {
        return String.format(Locale.ROOT, "%.2f ms", value);
    }

    private int times(int many) {
        return Math.max(20, many / fewer);
    }

    /**
     * Until the compiler has little left to do. Counted in processor time, so that a busy machine
     * gets the same.
     */
    private void warm(double cpuSeconds, Figures.Work work) throws Exception {
        Figures.warm(cpuSeconds / Math.min(fewer, 4), work);
    }

    private void cpuOfARecord() throws Exception {
        try (var sources = SourceProcess.start(4, 375, 0, 0);
                var folder = new Folder();
                var sheaf = new Sheaf(sources.ports(), folder.path(), LONG, true);
                var hapi = new HapiGathering(sources.ports())) {
            var bodies = new PlainFetch(sources.ports()).bodies();
            long bytes = bodies.stream().mapToLong(body -> body.length).sum();
            var json = JsonMapper.builder().build();
            Figures.Work jackson =
                    () -> {
                        for (var body : bodies) {
                            json.writeValue(OutputStream.nullOutputStream(), json.readTree(body));
                        }
                    };
            Figures.Work ours = () -> sheaf.record(OutputStream.nullOutputStream());
            Figures.Work theirs = () -> hapi.record(OutputStream.nullOutputStream());
            warm(20, jackson);
            warm(120, ours);
            warm(60, theirs);
            var jacksonBlocks = new ArrayList<Figures>();
            var ourBlocks = new ArrayList<Figures>();
            var theirBlocks = new ArrayList<Figures>();
            for (int i = 0; i < BLOCKS; i++) {
                jacksonBlocks.add(Figures.of(times(50), jackson));
                ourBlocks.add(Figures.of(times(50), ours));
                theirBlocks.add(Figures.of(5, theirs));
            }
            double base = Figures.ofBlocks(jacksonBlocks).cpuMillis();
            var oursFigures = Figures.ofBlocks(ourBlocks);
            var theirsFigures = Figures.ofBlocks(theirBlocks);
            row(
                    "record of 1,500 entries from 4 sources",
                    "%.2f MB".formatted(bytes / 1e6),
                    "3.6 MB");
            row("Jackson read + write of the same bytes, CPU", ms(base), "");
            row(
                    "Sheaf: fetch, read, guard, merge, hash, write, CPU",
                    ms(oursFigures.cpuMillis()),
                    "");
            row(
                    "HAPI client and parser: the same gathering, CPU",
                    ms(theirsFigures.cpuMillis()),
                    "");
            row(
                    "Sheaf / Jackson",
                    "%.2f ×".formatted(oursFigures.cpuMillis() / base),
                    "≤ 2 (goal 1.3)");
            row(
                    "HAPI / Sheaf",
                    "%.1f ×".formatted(theirsFigures.cpuMillis() / oursFigures.cpuMillis()),
                    "goal ≥ 10");
        }
    }

    private void latencyOverTheSlowest(int sourcesCount, int entries, String name, double gate)
            throws Exception {
        try (var sources = SourceProcess.start(sourcesCount, entries, 40, 0);
                var folder = new Folder();
                var sheaf = new Sheaf(sources.ports(), folder.path(), LONG, true)) {
            var plain = new PlainFetch(sources.ports());
            Figures.Work ours = () -> sheaf.record(OutputStream.nullOutputStream());
            warmAtOnce(sourcesCount, entries);
            warm(5, plain::all);
            warm(10, ours);
            var fsync = fsync(folder.path());
            var plainBlocks = new ArrayList<Figures>();
            var ourBlocks = new ArrayList<Figures>();
            for (int i = 0; i < BLOCKS; i++) {
                plainBlocks.add(Figures.of(times(30), plain::all));
                ourBlocks.add(Figures.of(times(30), ours));
            }
            var slowest = Figures.ofBlocks(plainBlocks);
            var record = Figures.ofBlocks(ourBlocks);
            double p50 = record.p50() - slowest.p50() - fsync.p50();
            double p99 = record.p99() - slowest.p99() - fsync.p50();
            row("one fsync on this disk, p50", ms(fsync.p50()), "");
            row("added to the slowest of 12 sources, " + name + ", p50", ms(p50), "≤ " + ms(gate));
            row(
                    "added to the slowest of 12 sources, " + name + ", p99",
                    ms(p99),
                    "≤ " + ms(3 * gate));
        }
    }

    /** The same work on sources that do not wait: the compiler sees it sooner. */
    private void warmAtOnce(int sourcesCount, int entries) throws Exception {
        try (var sources = SourceProcess.start(sourcesCount, entries, 0, 0);
                var folder = new Folder();
                var sheaf = new Sheaf(sources.ports(), folder.path(), LONG, true)) {
            warm(60, () -> sheaf.record(OutputStream.nullOutputStream()));
        }
    }

    /** A log grows: each write is behind the last one. */
    private Figures fsync(Path folder) throws Exception {
        var page = ByteBuffer.allocate(4096);
        try (var channel =
                FileChannel.open(
                        folder.resolve("fsync"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            return Figures.of(
                    times(200),
                    () -> {
                        page.rewind();
                        channel.write(page);
                        channel.force(false);
                    });
        }
    }

    private void oneOfTwelveHangs() throws Exception {
        try (var sources = SourceProcess.start(12, 10, 5, 1);
                var folder = new Folder();
                var sheaf = new Sheaf(sources.ports(), folder.path(), SHOW_BY, false)) {
            // Fewer than the breaker needs to open: the wait itself is measured.
            var figures = Figures.of(4, () -> sheaf.record(OutputStream.nullOutputStream()));
            row(
                    "one of 12 sources hangs, show-by 1,000 ms: answered after, worst",
                    ms(figures.p99()),
                    "≤ 1,200 ms");
        }
    }

    private void throughput() throws Exception {
        try (var sources = SourceProcess.start(4, 25, 0, 0);
                var folder = new Folder();
                var sheaf = new Sheaf(sources.ports(), folder.path(), LONG, false)) {
            warm(20, () -> sheaf.record(OutputStream.nullOutputStream()));
            for (int clients : new int[] {1, 8, 64}) {
                load(sheaf, clients, times(2000));
            }
        }
    }

    private void load(Sheaf sheaf, int clients, int records) throws InterruptedException {
        var left = new AtomicInteger(records);
        var errors = new AtomicInteger();
        var millis = new ConcurrentLinkedQueue<Double>();
        long started = System.nanoTime();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                executor.execute(() -> {
                    while (left.getAndDecrement() > 0) {
                        long began = System.nanoTime();
                        if (!answered(sheaf)) {
                            errors.incrementAndGet();
                        }
                        millis.add((System.nanoTime() - began) / 1e6);
                    }
                });
            }
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        var figures = Figures.ofMillis(millis.stream().mapToDouble(Double::doubleValue).toArray());
        row(
                "records of 100 entries from 4 sources, " + clients + " clients",
                "%.0f/s, p50 %s, p99 %s, %d errors"
                        .formatted(
                                records / seconds,
                                ms(figures.p50()),
                                ms(figures.p99()),
                                errors.get()),
                "no errors");
    }

    private static boolean answered(Sheaf sheaf) {
        try {
            return sheaf.record(OutputStream.nullOutputStream()).ledger().isComplete();
        } catch (IOException | IllegalStateException e) {
            return false;
        }
    }

    private void heapStaysFlat() throws Exception {
        try (var sources = SourceProcess.start(4, 15, 0, 0);
                var folder = new Folder();
                var sheaf = new Sheaf(sources.ports(), folder.path(), LONG, true)) {
            int tenth = times(10_000) / 10;
            Figures.Work work = () -> sheaf.record(OutputStream.nullOutputStream());
            Figures.of(tenth, work);
            long first = used();
            Figures.of(tenth * 9, work);
            long last = used();
            row(
                    "heap after 1,000 and after 10,000 records",
                    "%.1f MB, %.1f MB".formatted(first / 1e6, last / 1e6),
                    "flat");
        }
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            Runtime.getRuntime().gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** A folder of its own, gone afterwards. */
    private record Folder(Path path) implements AutoCloseable {
        Folder() throws IOException {
            this(Files.createTempDirectory("sheaf-bench"));
        }

        @Override
        public void close() throws IOException {
            try (var files = Files.walk(path)) {
                for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}

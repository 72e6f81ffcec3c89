package health.sheaf.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/** Takes the times of repeated work, and the processor time of the whole process. */
final class Figures {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final double[] millis;
    private final double cpuMillis;

    private Figures(double[] millis, double cpuMillis) {
        Arrays.sort(millis);
        this.millis = millis;
        this.cpuMillis = cpuMillis;
    }

    /** Work that can fail. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Does the work a number of times, one after the other. */
    static Figures of(int times, Work work) throws Exception {
        var millis = new double[times];
        long cpu = SYSTEM.getProcessCpuTime();
        for (int i = 0; i < times; i++) {
            long started = System.nanoTime();
            work.run();
            millis[i] = (System.nanoTime() - started) / 1e6;
        }
        return new Figures(millis, (SYSTEM.getProcessCpuTime() - cpu) / 1e6 / times);
    }

    /** Does the work until it has taken so much processor time: the compiler's is among it. */
    static void warm(double cpuSeconds, Work work) throws Exception {
        double until = SYSTEM.getProcessCpuTime() + cpuSeconds * 1e9;
        while (SYSTEM.getProcessCpuTime() < until) {
            work.run();
        }
    }

    /** All the times of several blocks; their processor time is that of the block in the middle. */
    static Figures ofBlocks(List<Figures> blocks) {
        var all = blocks.stream().flatMapToDouble(block -> Arrays.stream(block.millis)).toArray();
        var cpu = blocks.stream().mapToDouble(Figures::cpuMillis).sorted().toArray();
        return new Figures(all, cpu[cpu.length / 2]);
    }

    static Figures ofMillis(double[] millis) {
        return new Figures(millis.clone(), 0);
    }

    /** Processor time of the whole process for one run of the work. */
    double cpuMillis() {
        return cpuMillis;
    }

    double p50() {
        return at(0.50);
    }

    double p99() {
        return at(0.99);
    }

    private double at(double quantile) {
        return millis[Math.min(millis.length - 1, (int) Math.ceil(quantile * millis.length) - 1)];
    }
}

package io.ullage.service.cluster;

import io.ullage.job.sketch.DedupJob;
import io.ullage.job.sketch.DedupJobConfig;
import io.ullage.job.sketch.DedupJobMain;
import io.ullage.job.utilisation.UtilisationJob;
import io.ullage.job.utilisation.UtilisationJobConfig;
import io.ullage.job.utilisation.UtilisationJobMain;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** What can be submitted. */
enum ClusterJob {
    UTILISATION(UtilisationJob.NAME, UtilisationJobMain.class, UtilisationJobConfig::of),
    DEDUP(DedupJob.NAME, DedupJobMain.class, DedupJobConfig::of);

    private final String jobName;
    private final Class<?> main;
    private final Consumer<String[]> check;

    ClusterJob(String jobName, Class<?> main, Consumer<String[]> check) {
        this.jobName = jobName;
        this.main = main;
        this.check = check;
    }

    /** By which a cluster lists it, and the directory of its checkpoints. */
    String jobName() {
        return jobName;
    }

    String mainClass() {
        return main.getName();
    }

    /** @throws IllegalArgumentException naming everything that its {@code main} would refuse */
    void check(String... arguments) {
        check.accept(arguments);
    }

    /** As one names it on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ClusterJob> ofJobName(String jobName) {
        return Arrays.stream(values())
                .filter(job -> job.jobName.equals(jobName))
                .findFirst();
    }
}

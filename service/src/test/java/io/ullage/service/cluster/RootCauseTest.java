package io.ullage.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RootCauseTest {
    @Test
    void ofStateThatThisBuildCannotReadItSaysWhatToDo() {
        RootCause cause = RootCause.of("""
                java.lang.RuntimeException: Error while getting state
                \tat org.apache.flink.runtime.state.DefaultKeyedStateStore.getState(DefaultKeyedStateStore.java:93)
                Caused by: org.apache.flink.util.StateMigrationException: The new state serializer \
                (PojoSerializer@1) must not be incompatible with the old state serializer (PojoSerializer@2).
                \tat org.apache.flink.state.rocksdb.RocksDBKeyedStateBackend.update(RocksDBKeyedStateBackend.java:751)
                """);

        assertThat(cause.message())
                .startsWith("org.apache.flink.util.StateMigrationException: The new state serializer");
        assertThat(cause.next())
                .contains("Go on with the build that wrote it")
                .contains("without --from-savepoint")
                .contains("nothing is counted twice");
        assertThat(cause.forGood()).isTrue();
    }

    @Test
    void ofAFileThatATaskManagerLacksItSaysWhereItMustBe() {
        RootCause cause = RootCause.of("""
                org.apache.flink.runtime.JobException: Recovery is suppressed
                Caused by: java.nio.file.NoSuchFileException: /etc/ullage/clickhouse.password
                \tat java.base/sun.nio.fs.UnixException.translateToIOException(UnixException.java:92)
                """);

        assertThat(cause.message()).isEqualTo("java.nio.file.NoSuchFileException: /etc/ullage/clickhouse.password");
        assertThat(cause.next()).contains("on every TaskManager");
        assertThat(cause.forGood()).isTrue();
    }

    @Test
    void aBrokerThatIsAwayMayComeBack() {
        assertThat(RootCause.of("org.apache.kafka.common.errors.TimeoutException: Timed out waiting for a metadata")
                        .forGood())
                .isFalse();
    }

    @Test
    void whatNobodyForesawIsShownAsItIs() {
        RootCause cause = RootCause.of("nothing that looks like a stack trace\nsecond line");

        assertThat(cause.message()).isEqualTo("nothing that looks like a stack trace");
        assertThat(cause.next()).contains("logs");
    }
}

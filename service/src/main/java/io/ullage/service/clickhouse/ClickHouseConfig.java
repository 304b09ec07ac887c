package io.ullage.service.clickhouse;

import java.nio.file.Path;

/** The configuration files of the embedded server: small caches and pools, three users, nothing but our own databases. */
final class ClickHouseConfig {
    /** Our database. Grants hold for every database whose name begins so: tests make theirs beside it. */
    static final String DATABASE = "ullage";

    static final String WRITER = "ullage";
    static final String READER = "ullage_reader";

    private ClickHouseConfig() {}

    static String serverXml(Path logFile, Path usersFile, long memoryMaxBytes) {
        return """
            <clickhouse>
              <logger>
                <level>warning</level>
                <console>0</console>
                <log>%s</log>
                <size>10M</size>
                <count>2</count>
              </logger>

              <users_config>%s</users_config>

              <!-- A node is a guest on its machine: design.md plans 0.3 GiB for it at rest. -->
              <max_server_memory_usage>%d</max_server_memory_usage>
              <mark_cache_size>33554432</mark_cache_size>
              <index_mark_cache_size>8388608</index_mark_cache_size>
              <primary_index_cache_size>33554432</primary_index_cache_size>
              <uncompressed_cache_size>0</uncompressed_cache_size>
              <mmap_cache_size>100</mmap_cache_size>
              <compiled_expression_cache_size>16777216</compiled_expression_cache_size>
              <query_cache><max_size_in_bytes>16777216</max_size_in_bytes></query_cache>
              <background_pool_size>2</background_pool_size>
              <background_merges_mutations_concurrency_ratio>2</background_merges_mutations_concurrency_ratio>
              <background_common_pool_size>2</background_common_pool_size>
              <background_move_pool_size>1</background_move_pool_size>
              <background_fetches_pool_size>1</background_fetches_pool_size>
              <background_schedule_pool_size>8</background_schedule_pool_size>
              <background_message_broker_schedule_pool_size>1</background_message_broker_schedule_pool_size>
              <background_distributed_schedule_pool_size>1</background_distributed_schedule_pool_size>
              <tables_loader_foreground_pool_size>2</tables_loader_foreground_pool_size>
              <tables_loader_background_pool_size>2</tables_loader_background_pool_size>
              <max_concurrent_queries>64</max_concurrent_queries>
              <merge_tree>
                <number_of_free_entries_in_pool_to_execute_mutation>2</number_of_free_entries_in_pool_to_execute_mutation>
                <number_of_free_entries_in_pool_to_lower_max_size_of_merge>2</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
                <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>2</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
              </merge_tree>
            </clickhouse>
            """.formatted(escaped(logFile), escaped(usersFile), memoryMaxBytes);
    }

    static String usersXml(String writerPasswordSha256, String readerPasswordSha256, long memoryMaxBytes) {
        return """
            <clickhouse>
              <profiles>
                <default>
                  <max_memory_usage>%d</max_memory_usage>
                  <max_threads>2</max_threads>
                  <max_insert_threads>1</max_insert_threads>
                </default>
                <process>
                  <max_sessions_for_user>1</max_sessions_for_user>
                </process>
                <!-- What Grafana needs: nothing is written, the time limit may be set. -->
                <reader>
                  <readonly>1</readonly>
                  <max_memory_usage>%d</max_memory_usage>
                  <max_execution_time>60</max_execution_time>
                  <constraints>
                    <max_execution_time><changeable_in_readonly/><min>1</min><max>300</max></max_execution_time>
                  </constraints>
                </reader>
              </profiles>
              <quotas><default/></quotas>

              <users>
                <!-- The process itself, which logs in before anybody can and takes the only place. -->
                <default>
                  <password/>
                  <networks><ip>127.0.0.1</ip></networks>
                  <profile>process</profile>
                  <quota>default</quota>
                </default>
                <%s>
                  <password_sha256_hex>%s</password_sha256_hex>
                  <networks><ip>127.0.0.1</ip></networks>
                  <profile>default</profile>
                  <quota>default</quota>
                  <grants>
                    <query>GRANT ALL ON %s*.*</query>
                    <query>GRANT SELECT ON system.*</query>
                    <!-- Not the engines that reach files and addresses. -->
                    <query>GRANT TABLE ENGINE ON Atomic</query>
                    <query>GRANT TABLE ENGINE ON MergeTree</query>
                    <query>GRANT TABLE ENGINE ON ReplacingMergeTree</query>
                    <query>GRANT TABLE ENGINE ON AggregatingMergeTree</query>
                    <query>GRANT TABLE ENGINE ON Memory</query>
                    <query>GRANT TABLE ENGINE ON Null</query>
                  </grants>
                </%s>
                <%s>
                  <password_sha256_hex>%s</password_sha256_hex>
                  <networks><ip>127.0.0.1</ip></networks>
                  <profile>reader</profile>
                  <quota>default</quota>
                  <grants>
                    <query>GRANT SELECT ON %s*.*</query>
                  </grants>
                </%s>
              </users>
            </clickhouse>
            """.formatted(
                        memoryMaxBytes / 2,
                        memoryMaxBytes / 2,
                        WRITER,
                        writerPasswordSha256,
                        DATABASE,
                        WRITER,
                        READER,
                        readerPasswordSha256,
                        DATABASE,
                        READER);
    }

    private static String escaped(Path path) {
        return path.toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

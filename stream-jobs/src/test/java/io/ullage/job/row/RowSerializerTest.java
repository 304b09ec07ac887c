package io.ullage.job.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowSerializerTest {
    @ParameterizedTest
    @MethodSource("rowClasses")
    void rowsNeedNoGenericSerializer(Class<? extends Row> rowClass) {
        Configuration noKryo = new Configuration();
        noKryo.set(PipelineOptions.GENERIC_TYPES, false);

        TypeInformation<? extends Row> type = TypeInformation.of(rowClass);

        assertThat(type).isInstanceOf(PojoTypeInfo.class);
        assertThat(type.createSerializer(new SerializerConfigImpl(noKryo))).isNotNull();
    }

    static Iterable<Class<? extends Row>> rowClasses() {
        return Stream.of(Tables.ALL, GrowthTables.ALL, DedupTables.ALL, AlertTables.ALL)
                .flatMap(List::stream)
                .<Class<? extends Row>>map(Table::rowClass)
                .toList();
    }
}

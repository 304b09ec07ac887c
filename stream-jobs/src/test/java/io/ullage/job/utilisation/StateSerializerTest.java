package io.ullage.job.utilisation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.ingest.DecodedReport;
import io.ullage.job.ingest.RawMessage;
import io.ullage.schema.codec.DeadLetter;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateSerializerTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                RawMessage.class,
                DecodedReport.class,
                DeadLetter.class,
                Observation.class,
                PoolPart.class,
                DiskViews.class,
                IntervalMark.class,
                RecentIntervals.class,
                PoolTotal.class,
                VolumeShare.class
            })
    void elementsAndStateNeedNoGenericSerializer(Class<?> elementClass) {
        Configuration noKryo = new Configuration();
        noKryo.set(PipelineOptions.GENERIC_TYPES, false);

        TypeInformation<?> type = TypeInformation.of(elementClass);

        assertThat(type).isInstanceOf(PojoTypeInfo.class);
        assertThat(type.createSerializer(new SerializerConfigImpl(noKryo))).isNotNull();
    }
}

package io.ullage.job.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.growth.GrowthSteps;
import io.ullage.job.trend.History;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrowthStateSerializerTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                History.class,
                GrowthSteps.class,
                GrowthObservation.class,
                GrowthPart.class,
                Allocation.class,
                LunPart.class,
                SeriesSteps.class
            })
    void stateAndStreamsNeedNoGenericSerializer(Class<?> type) {
        Configuration noKryo = new Configuration();
        noKryo.set(PipelineOptions.GENERIC_TYPES, false);

        TypeInformation<?> information = TypeInformation.of(type);

        assertThat(information).isInstanceOf(PojoTypeInfo.class);
        assertThat(information.createSerializer(new SerializerConfigImpl(noKryo)))
                .isNotNull();
    }
}

package io.ullage.job.sketch;

import static org.assertj.core.api.Assertions.assertThat;

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
                SketchPart.class,
                Fingerprints.class,
                VolumeHead.class,
                PendingEpoch.class,
                PendingBlock.class,
                ShardChange.class,
                Holders.class,
                SumsChange.class,
                VolumeChange.class,
                DomainTotal.class,
                VolumeTotal.class
            })
    void elementsAndStateNeedNoGenericSerializer(Class<?> elementClass) {
        Configuration noKryo = new Configuration();
        noKryo.set(PipelineOptions.GENERIC_TYPES, false);

        TypeInformation<?> type = TypeInformation.of(elementClass);

        assertThat(type).isInstanceOf(PojoTypeInfo.class);
        assertThat(type.createSerializer(new SerializerConfigImpl(noKryo))).isNotNull();
    }
}

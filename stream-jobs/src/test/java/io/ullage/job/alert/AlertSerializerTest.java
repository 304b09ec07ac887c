package io.ullage.job.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.rule.AgentState;
import io.ullage.job.rule.EntityState;
import io.ullage.job.rule.GroupState;
import io.ullage.job.rule.MemberChange;
import io.ullage.job.rule.Sample;
import io.ullage.schema.alert.Alert;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements and state of the alert operators go through Flink's own serializers: fields may be added to them. */
class AlertSerializerTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                Sample.class,
                MemberChange.class,
                Alert.class,
                RuleMessage.class,
                RuleDocument.class,
                AgentHeard.class,
                EntityState.class,
                GroupState.class,
                AgentState.class
            })
    void elementsAndStateNeedNoGenericSerializer(Class<?> elementClass) {
        Configuration noKryo = new Configuration();
        noKryo.set(PipelineOptions.GENERIC_TYPES, false);

        TypeInformation<?> type = TypeInformation.of(elementClass);

        assertThat(type).isInstanceOf(PojoTypeInfo.class);
        assertThat(type.createSerializer(new SerializerConfigImpl(noKryo))).isNotNull();
    }
}

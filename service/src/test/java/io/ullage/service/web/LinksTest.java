package io.ullage.service.web;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LinksTest {
    @Property
    void anIdComesBackAndIsOneSegmentThatNoProxyRewrites(@ForAll String text) {
        String id = new String(
                text.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8);
        String segment = Links.segment(id);
        assertThat(segment).matches("[A-Za-z0-9._~-]*").isNotIn(".", "..");
        assertThat(Links.id(segment)).isEqualTo(id);
    }

    @Test
    void whatPeopleReadStaysReadable() {
        assertThat(Links.volume("esx1:/vmfs/web 1.vmdk")).isEqualTo("/volumes/esx1~3A~2Fvmfs~2Fweb~201.vmdk");
    }
}

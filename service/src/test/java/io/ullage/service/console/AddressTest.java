package io.ullage.service.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressTest {
    @Test
    void valuesAreEncoded() {
        assertThat(Address.of("/volumes")
                        .with("q", "a&b=c \"<ü")
                        .with("pool", "esx1:ds/1")
                        .toString())
                .isEqualTo("/volumes?q=a%26b%3Dc+%22%3C%C3%BC&pool=esx1%3Ads%2F1");
    }

    @Test
    void whatHasNoValueIsLeftOut() {
        assertThat(Address.of("/volumes").with("q", null).with("pool", "").toString())
                .isEqualTo("/volumes");
        assertThat(Address.of("/volumes").with("q", "x").without("q").toString())
                .isEqualTo("/volumes");
    }

    @Test
    void aColumnIsTurnedWhenItIsChosenAgain() {
        Sorted byName = new Sorted(Address.of("/volumes"), "name", false, "provisioned"::equals);

        assertThat(byName.by("name")).isEqualTo("/volumes?sort=name&order=desc");
        assertThat(byName.by("provisioned")).isEqualTo("/volumes?sort=provisioned&order=desc");
        assertThat(byName.state("name")).isEqualTo("ascending");
        assertThat(byName.state("provisioned")).isNull();
        assertThat(byName.page("x y")).isEqualTo("/volumes?sort=name&order=asc&after=x+y");
        assertThat(byName.page(null)).isNull();
    }
}

package io.ullage.service.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChdbLibraryTest {
    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    @Test
    void thePinnedPackageIsThatOfThePlatform() {
        ChdbPackage linux = ChdbPackage.of("Linux", "amd64", ChdbPackage.pins());
        assertThat(linux.specification()).isEqualTo("@chdb/lib-linux-x64-gnu@26.7.3-stable.1");
        assertThat(linux.integrity()).startsWith("sha512-").hasSize(7 + 88);
        assertThat(linux.directoryName()).isEqualTo("lib-linux-x64-gnu-26.7.3-stable.1");
    }

    @Test
    void aPlatformWithoutPackageOrChecksumIsRefusedByName() {
        assertThatThrownBy(() -> ChdbPackage.of("Windows 11", "amd64", ChdbPackage.pins()))
                .isInstanceOf(ClickHouseException.class)
                .hasMessageContaining("windows 11-amd64");
        assertThatThrownBy(() -> ChdbPackage.of("Mac OS X", "aarch64", ChdbPackage.pins()))
                .isInstanceOf(ClickHouseException.class)
                .hasMessageContaining("@chdb/lib-darwin-arm64")
                .hasMessageContaining("ULLAGE_CHDB");
    }

    @Test
    void theCacheLiesWhereXdgSays() {
        assertThat(ChdbLibrary.cacheDirectory(Map.of("XDG_CACHE_HOME", "/var/cache/me")))
                .isEqualTo(Path.of("/var/cache/me/ullage"));
        Path home = Path.of(System.getProperty("user.home"), ".cache", "ullage");
        assertThat(ChdbLibrary.cacheDirectory(Map.of())).isEqualTo(home);
        assertThat(ChdbLibrary.cacheDirectory(Map.of("XDG_CACHE_HOME", "not/absolute")))
                .isEqualTo(home);
    }

    @Test
    void aProcessorWithoutAvx2IsRefused() throws IOException {
        Path old = Files.writeString(directory.resolve("old"), "processor : 0\nflags\t\t: fpu sse4_2 avx\n");
        Path recent = Files.writeString(directory.resolve("recent"), "processor : 0\nflags\t\t: fpu avx avx2\n");
        assertThatThrownBy(() -> ChdbLibrary.requireAvx2("amd64", old))
                .isInstanceOf(ClickHouseException.class)
                .hasMessageContaining("AVX2");
        assertThatCode(() -> ChdbLibrary.requireAvx2("amd64", recent)).doesNotThrowAnyException();
        assertThatCode(() -> ChdbLibrary.requireAvx2("aarch64", old)).doesNotThrowAnyException();
    }

    @Test
    void withoutNpmItIsSaidWhatToInstallAndNothingIsLeft() throws IOException {
        Path cache = directory.resolve("cache");
        NpmPack npm = new NpmPack(directory.resolve("no-npm").toString(), NOWHERE);
        assertThatThrownBy(() -> ChdbLibrary.locate(pinned("sha512-x"), cache, npm))
                .isInstanceOf(ClickHouseException.class)
                .hasMessageContaining("Install Node.js with npm");
        try (var left = Files.list(cache)) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).containsExactly("lib-test-1.lock");
        }
    }

    @Test
    void aPackageWithAnotherChecksumIsRefused() throws IOException {
        Path packed = Files.writeString(directory.resolve("packed.tgz"), "not what was pinned");
        assertThatThrownBy(() -> NpmPack.verify(packed, pinned("sha512-x")))
                .isInstanceOf(ClickHouseException.class)
                .hasMessageContaining("expected sha512-x")
                .hasMessageContaining("Nothing was installed");
    }

    @Test
    void onlyTheLibraryIsTakenOutOfAPackage() throws IOException {
        byte[] library = "the library".getBytes(StandardCharsets.UTF_8);
        Path packed = directory.resolve("packed.tgz");
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(packed)))) {
            add(tar, "package/../../escaped", new byte[] {1});
            add(tar, "package/libchdb.so", library);
            add(tar, "package/index.js", new byte[] {2});
        }
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        new NpmPack(new PrintStream(said, true, StandardCharsets.UTF_8)).unpack(packed, pinned("sha512-x"), unpacked);
        try (var files = Files.list(unpacked)) {
            assertThat(files).containsExactly(unpacked.resolve("libchdb.so"));
        }
        assertThat(unpacked.resolve("libchdb.so")).hasBinaryContent(library);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("100 %");
    }

    @Test
    void whatLiesInTheCacheIsNotFetchedAgain() throws IOException {
        Path library = Files.createDirectories(directory.resolve("lib-test-1")).resolve("libchdb.so");
        Files.createFile(library);
        assertThat(ChdbLibrary.locate(pinned("sha512-x"), directory, new NpmPack("/no/npm", NOWHERE)))
                .isEqualTo(library);
    }

    @Test
    void aLibraryNamedByTheAdministratorMustBeThere() throws IOException {
        Path own = Files.createFile(directory.resolve("own.so"));
        assertThat(ChdbLibrary.named(own.toString())).isEqualTo(own);
        assertThat(ChdbLibrary.named(" ")).isNull();
        assertThatThrownBy(() -> ChdbLibrary.named(directory.resolve("gone.so").toString()))
                .isInstanceOf(ClickHouseException.class)
                .hasMessageContaining("ULLAGE_CHDB");
    }

    private static ChdbPackage pinned(String integrity) {
        Properties pins = new Properties();
        pins.setProperty("version", "1");
        pins.setProperty("linux-amd64.name", "@chdb/lib-test");
        pins.setProperty("linux-amd64.file", "libchdb.so");
        pins.setProperty("linux-amd64.integrity", integrity);
        return ChdbPackage.of("Linux", "amd64", pins);
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}

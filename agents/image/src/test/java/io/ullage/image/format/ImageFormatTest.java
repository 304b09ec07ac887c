package io.ullage.image.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.image.FileByteSource;
import io.ullage.image.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFormatTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "0, vhdxfile, VHDX",
        "0, KDMV, VMDK",
        "0, # Disk DescriptorFile, VMDK",
        "0, conectix, VPC",
        "1536, conectix, VPC",
        "0, WithoutFreeSpace, PARALLELS",
        "0, hello, RAW",
        "100, vhdxfile, RAW"
    })
    void tellsByTheMagicAndNothingElse(int offset, String magic, ImageFormat format) throws IOException {
        byte[] bytes = new byte[2048];
        byte[] ascii = magic.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, bytes, offset, ascii.length);
        assertThat(probe(bytes)).isEqualTo(format);
    }

    @Test
    void tellsBinaryMagics() throws IOException {
        assertThat(probe(ByteBuffer.allocate(512).putInt(0x514649fb).putInt(2).array()))
                .isEqualTo(ImageFormat.QCOW2);
        assertThat(probe(ByteBuffer.allocate(512).putInt(0x514649fb).putInt(1).array()))
                .isEqualTo(ImageFormat.QCOW);
        assertThat(probe(ByteBuffer.allocate(512).putInt(0x40, 0x7f10dabe).array()))
                .isEqualTo(ImageFormat.VDI);
        assertThat(probe(ByteBuffer.allocate(512)
                        .put(0, new byte[] {'Q', 'E', 'D', 0})
                        .array()))
                .isEqualTo(ImageFormat.QED);
        assertThat(probe(new byte[3])).isEqualTo(ImageFormat.RAW);
        assertThat(probe(new byte[0])).isEqualTo(ImageFormat.RAW);
    }

    @Test
    void aFormatThatIsNotReadIsNeverTakenForRaw() throws IOException {
        Path file = Files.write(folder.resolve("disk.raw"), "vhdxfile and more".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> DiskImages.open(file).close())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("must be raw or qcow2, the formats that are read so far, was vhdx");
    }

    private ImageFormat probe(byte[] bytes) throws IOException {
        try (FileByteSource source = FileByteSource.open(Files.write(folder.resolve("image"), bytes))) {
            return ImageFormat.probe(source);
        }
    }
}

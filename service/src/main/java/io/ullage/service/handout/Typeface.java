package io.ullage.service.handout;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * The fonts that come with Ullage: <a href="https://github.com/liberationfonts">Liberation</a> 2.1.5, under the SIL Open Font License. Latin,
 * Greek, Cyrillic and Hebrew; other scripts appear in HTML, whose reader has fonts of its own, and not in PDF.
 */
enum Typeface {
    REGULAR("Liberation Sans", 400, "LiberationSans-Regular.ttf"),
    BOLD("Liberation Sans", 700, "LiberationSans-Bold.ttf"),
    MONO("Liberation Mono", 400, "LiberationMono-Regular.ttf");

    private static final String DIRECTORY = "/io/ullage/service/handout/fonts/";

    private final String family;
    private final int weight;
    private final String file;

    Typeface(String family, int weight, String file) {
        this.family = family;
        this.weight = weight;
        this.file = file;
    }

    String family() {
        return family;
    }

    /** Of CSS: 400 is regular, 700 bold. */
    int weight() {
        return weight;
    }

    InputStream open() {
        InputStream in = Typeface.class.getResourceAsStream(DIRECTORY + file);
        if (in == null) {
            throw new IllegalStateException(file + " is not in the jar");
        }
        return in;
    }

    /** For measuring, whatever is installed on this machine. */
    Font font(float size) {
        return Faces.FONTS[ordinal()].deriveFont(size);
    }

    /** Read when the first plot is drawn. */
    private static final class Faces {
        static final Font[] FONTS = Arrays.stream(values()).map(Faces::read).toArray(Font[]::new);

        private static Font read(Typeface face) {
            try (InputStream in = face.open()) {
                return Font.createFont(Font.TRUETYPE_FONT, in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (FontFormatException e) {
                throw new IllegalStateException(face.file + " is not a font", e);
            }
        }
    }
}

package io.ullage.service.output;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes on the command line and in configurations: {@code 4096}, {@code 64MiB}, {@code 1.5 TiB}. */
public final class BytesText implements ITypeConverter<Long> {
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");
    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,18})(?:\\.([0-9]{1,3}))?\\s*(B|KiB|MiB|GiB|TiB|PiB)?");

    @Override
    public Long convert(String text) {
        try {
            return of(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage() + ", was " + text);
        }
    }

    /** @throws IllegalArgumentException with the rule that it breaks */
    public static long of(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be a number of bytes with B, KiB, MiB, GiB, TiB or PiB");
        }
        String unit = matcher.group(3);
        String decimals = matcher.group(2);
        int power = unit == null ? 0 : UNITS.indexOf(unit);
        if (decimals != null && power == 0) {
            throw new IllegalArgumentException("must be whole bytes");
        }
        try {
            long bytes = Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power));
            return decimals == null
                    ? bytes
                    : Math.addExact(bytes, (long) (Double.parseDouble("0." + decimals) * (1L << (10 * power))));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("must be less than 8 EiB", e);
        }
    }
}

package io.ullage.service.chargeback;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Splits a whole number of the smallest coins by the method of the <a
 * href="https://en.wikipedia.org/wiki/Quota_method">largest remainder</a> (Hamilton): everybody has his exact share rounded down, and what is
 * left goes, one each, to the largest remainders; of equal remainders to the larger share, then to the first in the list.
 */
final class Apportionment {
    private Apportionment() {}

    /**
     * @param whole not negative
     * @param weights not negative, in the order that settles ties
     * @return sums to {@code whole}; each is its exact share rounded down or up. All zero where the weights are
     */
    static List<Long> of(long whole, List<BigDecimal> weights) {
        int scale = weights.stream().mapToInt(BigDecimal::scale).max().orElse(0);
        List<BigInteger> parts = weights.stream()
                .map(weight -> weight.setScale(Math.max(scale, 0)).unscaledValue())
                .toList();
        BigInteger sum = parts.stream().reduce(BigInteger.ZERO, BigInteger::add);
        List<Long> shares = new ArrayList<>();
        if (sum.signum() == 0) {
            weights.forEach(weight -> shares.add(0L));
            return shares;
        }
        List<BigInteger> remainders = new ArrayList<>();
        long left = whole;
        for (BigInteger part : parts) {
            BigInteger[] share = part.multiply(BigInteger.valueOf(whole)).divideAndRemainder(sum);
            shares.add(share[0].longValueExact());
            remainders.add(share[1]);
            left -= share[0].longValueExact();
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.<Integer, BigInteger>comparing(remainders::get)
                .thenComparing(parts::get)
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
        for (int i = 0; i < left; i++) {
            shares.set(order.get(i), shares.get(order.get(i)) + 1);
        }
        return shares;
    }
}

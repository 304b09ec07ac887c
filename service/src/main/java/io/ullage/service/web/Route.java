package io.ullage.service.web;

/**
 * One thing that can be asked for.
 *
 * @param path such as {@code /volumes/{id}}; a parameter is one segment, read with {@link Call#id}
 */
public record Route(Method method, String path, Audience audience, Handler handler) {

    /** Answers. What it throws becomes a problem or a page about it. */
    @FunctionalInterface
    public interface Handler {
        void handle(Call call) throws Exception;
    }

    /** To read, for everybody who is known. */
    public static Route get(String path, Handler handler) {
        return new Route(Method.GET, path, Audience.SCOPED, handler);
    }

    /** To change, for operators. */
    public static Route post(String path, Handler handler) {
        return new Route(Method.POST, path, Audience.OPERATOR, handler);
    }

    public Route forAudience(Audience other) {
        return new Route(method, path, other, handler);
    }
}

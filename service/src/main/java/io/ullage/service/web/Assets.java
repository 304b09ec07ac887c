package io.ullage.service.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files from the class path that pages need: styles, scripts, fonts. They are read once, and their address changes with their content, so
 * that a browser keeps them for good.
 */
public final class Assets implements WebPart {
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/vnd.microsoft.icon",
            "woff2", "font/woff2",
            "webmanifest", "application/manifest+json");
    private static final int VERSION_CHARACTERS = 12;

    private final Map<String, Asset> assets = new LinkedHashMap<>();

    private record Asset(String version, String type, byte[] content) {}

    /** @param resources on the class path by name, such as {@code console.css}; the name's ending tells the type */
    public Assets(Map<String, String> resources) {
        resources.forEach((name, resource) -> assets.put(name, read(name, resource)));
    }

    /** Its address, which changes when it does. */
    public String url(String name) {
        return Links.ASSETS + "/" + asset(name).version() + "/" + name;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get(Links.ASSETS + "/{version}/{name}", call -> serve(call.http()))
                .forAudience(Audience.PUBLIC));
    }

    private void serve(Context http) {
        String name = http.pathParam("name");
        Asset asset = Optional.ofNullable(assets.get(name))
                .filter(found -> found.version().equals(http.pathParam("version")))
                .orElseThrow(() -> new NotFoundException("file", name));
        http.header("Cache-Control", "public, max-age=31536000, immutable");
        http.contentType(asset.type());
        http.result(asset.content());
    }

    private Asset asset(String name) {
        Asset asset = assets.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("there is no asset " + name);
        }
        return asset;
    }

    private static Asset read(String name, String resource) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalArgumentException("the type of " + name + " is not known");
        }
        try (InputStream stream = Assets.class.getClassLoader().getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalArgumentException("there is no " + resource + " on the class path");
            }
            byte[] content = stream.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new Asset(HexFormat.of().formatHex(digest).substring(0, VERSION_CHARACTERS), type, content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
